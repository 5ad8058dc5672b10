import type { Readable } from "node:stream";

/**
 * The chunks of a stream, each at most `silence` milliseconds after it was asked for, however long the whole takes; the
 * reader's own time does not count. Throws a TimeoutError, or the signal's reason. The stream is gone afterwards, whatever
 * happened.
 */
export async function* paced(
  stream: Readable,
  silence: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  let waiting = false;
  const timer = setTimeout(() => {
    if (waiting) stream.destroy(new DOMException(`Nothing for ${silence} ms`, "TimeoutError"));
  }, silence);
  const abort = (): void => {
    stream.destroy(signal?.reason);
  };
  signal?.addEventListener("abort", abort, { once: true });
  const chunks: AsyncIterator<Uint8Array> = stream[Symbol.asyncIterator]();
  try {
    for (;;) {
      signal?.throwIfAborted();
      waiting = true;
      timer.refresh();
      const { done, value } = await chunks.next();
      waiting = false;
      if (done) return;
      yield value;
    }
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
    stream.on("error", () => undefined).destroy();
  }
}
