import type { IncomingMessage } from "node:http";
import { gzipSync } from "node:zlib";
import { type Fault, sendJson } from "./fake-registry.ts";

/** Which requests a fault concerns: a part of the path, a pattern, or all. */
export type Where = string | RegExp;

/** A fault for some requests only. */
export function at(where: Where, fault: Fault): Fault {
  return (request, response, next) => (concerns(where, request) ? fault(request, response, next) : next());
}

/** A fault that happens so many times and then no more. */
export function times(count: number, fault: Fault): Fault {
  let left = count;
  return (request, response, next) => {
    if (left === 0) return next();
    left -= 1;
    fault(request, response, next);
  };
}

/** A status with headers and a body of any kind. */
export function answer(
  status: number,
  body: string | Uint8Array = "",
  headers: Record<string, string | string[]> = {},
): Fault {
  return (_request, response) => void response.writeHead(status, headers).end(body);
}

/** What a proxy or a login page in front of the registry says. */
export function html(status = 200, title = "Sign in"): Fault {
  const page = `<!doctype html><html><head><title>${title}</title><script>alert(1)</script></head><body>…</body></html>`;
  return answer(status, page, { "content-type": "text/html" });
}

/** Accepts and never answers. */
export function hang(): Fault {
  return () => undefined;
}

/** Headers at once, then a byte now and then, for ever. */
export function drip(): Fault {
  return (_request, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    const timer = setInterval(() => response.write(" "), 50);
    response.on("close", () => clearInterval(timer));
  };
}

/** An honest answer after so many milliseconds of distance. */
export function slow(milliseconds: number): Fault {
  return (_request, _response, next) => void setTimeout(next, milliseconds);
}

export function resetConnection(): Fault {
  return (request) => void request.socket.destroy();
}

/** Headers and half of a body, then nothing any more. */
export function breakOff(body: Uint8Array, headers: Record<string, string>): Fault {
  return (_request, response) => {
    response.writeHead(200, { ...headers, "content-length": body.byteLength });
    response.write(body.subarray(0, body.byteLength / 2), () => response.destroy());
  };
}

/** Bytes without end and without a length. */
export function flood(headers: Record<string, string> = {}): Fault {
  return (_request, response) => {
    response.writeHead(200, headers);
    const chunk = Buffer.alloc(64 * 1024, 0x20);
    const pour = (): void => {
      while (!response.destroyed && response.write(chunk));
      if (!response.destroyed) response.once("drain", pour);
    };
    pour();
  };
}

/** Every page has something new and a next page. */
export function endlessTags(): Fault {
  let page = 0;
  return (request, response) => {
    page += 1;
    const path = new URL(request.url ?? "", "http://registry").pathname;
    sendJson(
      response,
      200,
      { name: "x", tags: [`v${page}`] },
      { link: `<${path}?last=v${page}>; rel="next"` },
    );
  };
}

/** Compresses what was not asked to be compressed. */
export function gzipped(body: Uint8Array, headers: Record<string, string>): Fault {
  return answer(200, gzipSync(body), { ...headers, "content-encoding": "gzip" });
}

/** Wants a Bearer token for everything that carries none of `accepted`. */
export function bearer(challenge: string, accepted: (token: string) => boolean): Fault {
  return (request, response, next) => {
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1];
    if (token !== undefined && accepted(token)) return next();
    response.writeHead(401, { "www-authenticate": challenge, "content-type": "application/json" });
    response.end(JSON.stringify({ errors: [{ code: "UNAUTHORIZED", message: "authentication required" }] }));
  };
}

function concerns(where: Where, request: IncomingMessage): boolean {
  const url = request.url ?? "";
  return typeof where === "string" ? url.includes(where) : where.test(url);
}
