"use client";

import { useNow } from "next-intl";
import { useEffect, useSyncExternalStore } from "react";

// One clock for every relative time on the page; it stands still when nobody looks at it.
const listeners = new Set<() => void>();
/** How far the browser's clock is behind the server's, whose times we show. */
let behind = 0;
let heard = 0;
let current = now();
let timer: ReturnType<typeof setInterval> | undefined;

/** Milliseconds since the epoch as the server has it: a reader's clock that is a day off makes nothing a day older. */
export function now(): number {
  return Date.now() + behind;
}

function tick(): void {
  current = now();
  for (const notify of listeners) notify();
}

/** Takes in what the server said just now. Less than a minute is the answer's way here, not a wrong clock. */
function hear(server: number): void {
  if (server === heard) return;
  heard = server;
  const difference = server - Date.now();
  behind = Math.abs(difference) < 60_000 ? 0 : difference;
  if (Math.abs(now() - current) > 60_000) tick();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(tick, 5_000);
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
  if (timer === undefined && Math.abs(now() - current) > 1_000) current = now();
  return current;
}

/** The time now, in steps of five seconds. While hydrating it is the server's, so both write the same words. */
export function useClock(): Date {
  const server = useNow().getTime();
  useEffect(() => hear(server), [server]);
  return new Date(useSyncExternalStore(subscribe, read, () => server));
}
