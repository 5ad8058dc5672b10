import { LRUCache } from "lru-cache";
import pLimit, { type LimitFunction } from "p-limit";
import { subscribe } from "#lib/db/index.ts";
import { AppError } from "#lib/errors.ts";
import { shutdownSignal } from "#lib/server/index.ts";

/** Runs at once in this process: each holds one connection for its lock. Nobody who looks waits for what nobody looks at. */
const CONCURRENT_RUNS = { interactive: 6, background: 4 } as const;
export type Priority = keyof typeof CONCURRENT_RUNS;

interface SyncState {
  /** Runs by key, so that a second asker gets the first one's. */
  readonly running: Map<string, Promise<unknown>>;
  /** What was tried within the last minute (of the monotonic clock) and did not end well, so that a page nobody can fill does not ask the registry on every view. */
  readonly attempts: LRUCache<string, true>;
  readonly limits: Readonly<Record<Priority, LimitFunction>>;
}

// Module singletons exist once per bundle: the process's one lives on globalThis.
const holder = globalThis as typeof globalThis & { longshoreSync?: SyncState };

export function syncState(): SyncState {
  holder.longshoreSync ??= {
    running: new Map(),
    attempts: new LRUCache({ max: 10_000, ttl: 60_000 }),
    limits: {
      interactive: pLimit(CONCURRENT_RUNS.interactive),
      background: pLimit(CONCURRENT_RUNS.background),
    },
  };
  return holder.longshoreSync;
}

const ending = () => new AppError("CANCELLED", "the server is ending");

/** Joins the run under way for `key`, or starts one; none starts in a server that is ending. */
export function singleFlight<T>(key: string, priority: Priority, start: () => Promise<T>): Promise<T> {
  const state = syncState();
  const running = state.running.get(key);
  if (running) return running as Promise<T>;
  state.attempts.set(key, true);
  const run = state.limits[priority](() => {
    if (shutdownSignal().aborted) throw ending();
    return start();
  }).finally(() => state.running.delete(key));
  state.running.set(key, run);
  return run;
}

/** Resolves when every run under way has ended, however: each holds a connection to the database. */
export async function settleRuns(): Promise<void> {
  await Promise.allSettled(syncState().running.values());
}

/**
 * A signal for one run of a registry: at most `milliseconds`, ended early with the server, by `asker`, or when the registry is
 * removed or disabled.
 */
export async function withRunSignal<T>(
  registryId: string,
  milliseconds: number,
  work: (signal: AbortSignal) => Promise<T>,
  asker?: AbortSignal | undefined,
): Promise<T> {
  const controller = new AbortController();
  const unsubscribe = subscribe((event) => {
    if (event.topic !== "registry" || event.id !== registryId) return;
    if (event.removed === true || event.disabled === true) {
      controller.abort(new AppError("CANCELLED", "the registry was removed or disabled"));
    }
  });
  const end = () => controller.abort(ending());
  shutdownSignal().addEventListener("abort", end);
  // It may have begun to end while this run waited for its lock.
  if (shutdownSignal().aborted) end();
  try {
    const signals = [controller.signal, AbortSignal.timeout(milliseconds), ...(asker ? [asker] : [])];
    return await work(AbortSignal.any(signals));
  } finally {
    shutdownSignal().removeEventListener("abort", end);
    unsubscribe();
  }
}

export function repositoryKey(registryId: string, name: string): string {
  return `repository ${registryId} ${name}`;
}

export function registryKey(registryId: string): string {
  return `registry ${registryId}`;
}
