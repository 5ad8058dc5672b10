import "server-only";
import type { z } from "zod";
import { type Actor, isActor } from "../auth/actor.ts";
import { currentPrincipal } from "../auth/request.ts";
import { clientInfo } from "../auth/token.ts";
import { AppError } from "../errors.ts";
import { log } from "../log.ts";
import { readQuery } from "./body.ts";
import type { Operation } from "./define.ts";
import { executeLazily } from "./execute.ts";
import { failure } from "./failure.ts";
import { toResponse } from "./web.ts";

interface Download {
  readonly fileName: string;
  readonly contentType: string;
  readonly chunks: AsyncGenerator<string>;
}

/** As fast as it is taken: the next batch is read when the last one has gone out. */
function streamOf(chunks: AsyncGenerator<string>, action: string): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await chunks.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(value));
      } catch (error) {
        // The head is out: cutting the connection is the one way left to say that this is not the whole.
        log().error({ error, action }, "download broke off");
        controller.error(error);
      }
    },
    async cancel() {
      await chunks.return(undefined);
    },
  });
}

/** The GET handler of an operation that hands over a file: the operation runs (and is recorded) first, then the file streams. */
export function toDownload<S extends z.ZodType, O>(
  operation: Operation<S, O>,
  open: (actor: Actor, data: O) => Download,
) {
  return async (request: Request): Promise<Response> => {
    try {
      // A link elsewhere must not make a signed-in browser fetch and record exports; "same-site" is every port of this host.
      const site = request.headers.get("sec-fetch-site") ?? "none";
      if (site !== "same-origin" && site !== "none")
        throw new AppError("FORBIDDEN", `a download asked for from ${site}`);
      const principal = await currentPrincipal();
      const result = await executeLazily(operation, principal, async () => readQuery(new URL(request.url)), {
        signal: request.signal,
      });
      if (!result.ok) return toResponse(result);
      if (!isActor(principal)) throw new AppError("UNAUTHENTICATED", "downloads need somebody signed in");
      const { fileName, contentType, chunks } = open(principal, result.data);
      return new Response(streamOf(chunks, operation.id), {
        headers: {
          "content-type": contentType,
          "content-disposition": `attachment; filename="${fileName}"`,
          "cache-control": "no-store",
        },
      });
    } catch (error) {
      const client = await clientInfo();
      return toResponse({ ok: false, error: failure(error, { userId: null, client }, operation.id) });
    }
  };
}
