import type { IncomingHttpHeaders } from "node:http";
import type { Dispatcher } from "undici";
import { limits, tooLarge } from "./body.ts";
import { brokenBody, isLostConnection } from "./retry.ts";

export interface WholeAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Uint8Array;
}

interface Reading {
  /** Bytes of a good answer's body at most; of another one its beginning is read. */
  readonly limit: number;
  readonly signal: AbortSignal;
}

/**
 * Sends a request and reads its answer whole. Straight from the dispatcher: a stream for every answer of some hundred bytes costs
 * more than sending the request. Throws REGISTRY_REJECTED/too_large, the signal's reason, or what the network threw:
 * BODY_BROKEN once the answer had begun.
 */
export function askWhole(
  dispatcher: Dispatcher,
  request: Dispatcher.DispatchOptions,
  { limit, signal }: Reading,
): Promise<WholeAnswer> {
  return new Promise((resolve, reject) => {
    let controller: Dispatcher.DispatchController | undefined;
    let answer: { readonly status: number; readonly headers: IncomingHttpHeaders } | undefined;
    let good = false;
    const chunks: Uint8Array[] = [];
    let size = 0;
    const end = (): void => {
      signal.removeEventListener("abort", abort);
      const [first] = chunks;
      const body = chunks.length === 1 && first ? first : Buffer.concat(chunks);
      if (answer) resolve({ ...answer, body: good ? body : body.subarray(0, limits.error) });
    };
    const fail = (error: unknown): void => {
      signal.removeEventListener("abort", abort);
      reject(error);
    };
    /** Ends the connection too: nobody reads what would still come. */
    const drop = (reason: Error): void => controller?.abort(reason);
    const abort = (): void => {
      fail(signal.reason);
      drop(signal.reason);
    };
    const refuse = (): void => {
      const error = tooLarge(limit);
      fail(error);
      drop(error);
    };
    if (signal.aborted) return reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    dispatcher.dispatch(request, {
      onRequestStart(started) {
        controller = started;
        if (signal.aborted) drop(signal.reason);
      },
      onResponseStart(_controller, status, headers) {
        if (status < 200) return;
        answer = { status, headers };
        good = status < 300;
        const declared = request.method === "HEAD" ? 0 : Number(headers["content-length"]);
        if (good && declared > limit) refuse();
      },
      onResponseData(_controller, chunk) {
        chunks.push(chunk);
        size += chunk.byteLength;
        if (good && size > limit) refuse();
        if (good || size < limits.error) return;
        end();
        drop(new Error("The rest of an error is not read."));
      },
      onResponseEnd: end,
      onResponseError(_controller, error) {
        fail(answer && isLostConnection(error) ? brokenBody(error) : error);
      },
    });
  });
}
