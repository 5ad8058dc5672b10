"use client";

import { useNow } from "next-intl";
import { useSyncExternalStore } from "react";

// One clock for every relative time on the page; it stands still when nobody looks at it.
const listeners = new Set<() => void>();
let current = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    current = Date.now();
    for (const notify of listeners) notify();
  }, 5_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

function read(): number {
  // Between two ticks the value must not change under React's feet; after a pause it must not be stale.
  if (timer === undefined && Date.now() - current > 1_000) current = Date.now();
  return current;
}

/** The time now, in steps of five seconds. While hydrating it is the server's, so both write the same words. */
export function useClock(): Date {
  const server = useNow().getTime();
  return new Date(useSyncExternalStore(subscribe, read, () => server));
}
