const encoder = new TextEncoder();

/** Who waits for the lines: `signal` says when nobody does any more. */
export interface Listener {
  readonly signal: AbortSignal;
  readonly leave: () => void;
}

export function listenerOf(request: Request): Listener {
  const gone = new AbortController();
  return { signal: AbortSignal.any([request.signal, gone.signal]), leave: () => gone.abort() };
}

/** Answers with NDJSON, each line when it happens. What is written once the browser is gone reaches nobody. */
export function streamLines<Line>(
  { signal, leave }: Listener,
  produce: (write: (line: Line) => void) => Promise<void>,
): Response {
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      await produce((line) => {
        if (!signal.aborted) controller.enqueue(encoder.encode(`${JSON.stringify(line)}\n`));
      });
      if (!signal.aborted) controller.close();
    },
    cancel: leave,
  });
  return new Response(body, {
    headers: {
      "content-type": "application/x-ndjson; charset=utf-8",
      // A proxy that compresses or buffers would hold the lines back until the end.
      "cache-control": "no-store, no-transform",
      "x-accel-buffering": "no",
    },
  });
}
