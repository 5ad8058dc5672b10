"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { useLive } from "../live/use-live.ts";
import { useRecovered } from "../live/use-recovered.ts";

/** Registries come, go and change their health: the rail, which the server draws, is drawn anew, at most every three seconds. */
export function RailLive() {
  useRecovered();
  const router = useRouter();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  useLive((message) => {
    if (message.type !== "change" || message.change.topic !== "registry" || timer.current) return;
    timer.current = setTimeout(() => {
      timer.current = undefined;
      router.refresh();
    }, 3_000);
  });
  return null;
}
