import { openEventStream } from "#lib/services/live/index.ts";

/** The tab's one stream: everything live in it comes this way. */
export const GET = (request: Request): Promise<Response> => openEventStream(request.signal);
