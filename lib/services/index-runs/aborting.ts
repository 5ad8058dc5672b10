import { setTimeout as sleep } from "node:timers/promises";

/** What `work` comes to, or the signal's reason as soon as it aborts: somebody else's run may go on after that. */
export async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(signal.reason);
  signal.addEventListener("abort", abort, { once: true });
  try {
    return await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener("abort", abort);
    work.catch(() => undefined);
  }
}

/** Waits for a moment of the monotonic clock that may be put off meanwhile. Rejects when aborted. */
export async function notBefore(moment: () => number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  for (let wait = moment() - performance.now(); wait > 0; wait = moment() - performance.now()) {
    await sleep(Math.min(wait, 2 ** 30), undefined, { signal });
  }
}
