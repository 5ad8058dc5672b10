import { AppError } from "../errors.ts";

/**
 * Runs with a deadline: the signal is aborted when the time is over (or `outer` is), and the answer does not wait for work
 * that ignores its signal. Throws TIMEOUT, or CANCELLED when it was `outer`.
 */
export async function withDeadline<T>(
  milliseconds: number,
  outer: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const { promise, reject } = Promise.withResolvers<never>();
  const end = (error: AppError) => {
    reject(error);
    controller.abort(error);
  };
  const timer = setTimeout(
    () =>
      end(
        new AppError("TIMEOUT", `no answer within ${milliseconds} ms`, {
          params: { seconds: milliseconds / 1000 },
        }),
      ),
    milliseconds,
  );
  const cancel = () => end(new AppError("CANCELLED", "the client went away"));
  outer?.addEventListener("abort", cancel, { once: true });
  if (outer?.aborted) cancel();
  try {
    return await Promise.race([promise, work(controller.signal)]);
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener("abort", cancel);
  }
}
