import type { IncomingMessage, ServerResponse } from "node:http";
import sirv from "sirv";

type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;

const place = "/_next/static/";
const yearSeconds = 365 * 86_400;

/**
 * Answers for the files of a build, whose names change with their content: those that are in `folder` now, compressed where
 * `.br` or `.gz` lie beside them. Everything else is `next`'s.
 */
export function serveBuilt(folder: string, next: Handle): Handle {
  // It knows its files by name and looks nowhere else: no address leads out of the folder.
  const serve = sirv(folder, {
    brotli: true,
    gzip: true,
    etag: true,
    immutable: true,
    maxAge: yearSeconds,
    extensions: [],
  });
  return (request, response) => {
    const { url } = request;
    const wanted = request.method === "GET" || request.method === "HEAD";
    if (!wanted || !url?.startsWith(place)) return next(request, response);
    request.url = url.slice(place.length - 1);
    return new Promise((resolve, reject) => {
      response.once("close", resolve);
      serve(request, response, () => {
        // Under this name the library keeps what it made of the address.
        Object.assign(request, { url, _parsedUrl: undefined });
        Promise.resolve(next(request, response)).then(resolve, reject);
      });
    });
  };
}
