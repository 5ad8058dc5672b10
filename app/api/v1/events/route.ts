import { isActor } from "#lib/auth/index.ts";
import { findPrincipal, toResponse } from "#lib/operations/web.ts";
import { eventStream } from "#lib/services/live/index.ts";

/** The tab's one stream: everything live in it comes this way. */
export async function GET(request: Request): Promise<Response> {
  const found = await findPrincipal("live.events");
  if ("error" in found) return toResponse({ ok: false, error: found.error });
  const { principal } = found;
  if (!isActor(principal)) return toResponse({ ok: false, error: { code: "UNAUTHENTICATED" } });
  return new Response(eventStream(principal, request.signal), {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store, no-transform",
      // nginx would hold the events back until its buffer is full.
      "x-accel-buffering": "no",
    },
  });
}
