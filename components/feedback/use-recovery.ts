"use client";

import { useRouter } from "next/navigation";
import { startTransition, useEffect, useState } from "react";

const askMs = 2_000;

interface Health {
  readonly status: "ok" | "unavailable";
}

const health = (): Promise<Health["status"]> =>
  fetch("/api/health/ready", { cache: "no-store" })
    .then((response) => response.json() as Promise<Health>)
    .then(({ status }) => status)
    .catch(() => "unavailable");

/**
 * Finds out whether a page failed because the server's database is away, and draws it again when it is back, without
 * anybody's click. `said`: the server has named the cause already.
 * @returns whether the database is away.
 */
export function useRecovery(said: boolean, reset: () => void): boolean {
  const router = useRouter();
  const [away, setAway] = useState(said);
  useEffect(() => {
    let over = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async (known: boolean) => {
      const status = await health();
      if (over) return;
      if (status === "unavailable") {
        setAway(true);
        timer = setTimeout(() => void ask(true), askMs);
      } else if (known) {
        startTransition(() => {
          router.refresh();
          reset();
        });
      }
    };
    void ask(said);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [said, reset, router]);
  return away;
}
