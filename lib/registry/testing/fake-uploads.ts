import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { type Fault, sendError } from "./fake-registry.ts";

export interface UploadQuirks {
  /** Headers of the 202 to POST: OCI-Chunk-Min-Length. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Writes a Location its own way, from a path and query. */
  readonly location?: (path: string, request: IncomingMessage) => string;
  /** Bytes of the first PATCH or PUT after which the connection is lost. */
  readonly breaksAfter?: number;
  /** Forgets an upload whose connection was lost, as distribution 2.8 does. */
  readonly forgetful?: boolean;
  /** Answers a request in the upload's place. */
  readonly instead?: (request: IncomingMessage, response: ServerResponse, sent: Buffer) => boolean;
  /** Blobs other repositories have. */
  readonly mountable?: ReadonlySet<string>;
}

export interface FakeUploads {
  readonly fault: Fault;
  /** Blobs stored, by digest. */
  readonly stored: ReadonlyMap<string, Buffer>;
  /** Uploads begun and neither completed nor cancelled. */
  readonly open: ReadonlyMap<string, Buffer>;
}

/**
 * Uploads as distribution-spec has them: each step's Location carries a state that only the next one may use, ranges must
 * follow each other, a blob is stored when it has its digest.
 */
export function fakeUploads(quirks: UploadQuirks = {}): FakeUploads {
  const stored = new Map<string, Buffer>();
  const open = new Map<string, Buffer>();
  let begun = 0;
  let broken = false;

  const stateOf = (id: string): string => `${id}-${open.get(id)?.byteLength ?? 0}`;
  const headersFor = (id: string, request: IncomingMessage): Record<string, string> => {
    // What a client that parses queries would write anew: %20 as +, a tilde as %7E, an empty value with =.
    const path = `/v2/team/app/blobs/uploads/${id}?_state=${stateOf(id)}%20~x&empty`;
    return {
      location: quirks.location?.(path, request) ?? path,
      range: `0-${Math.max(0, (open.get(id)?.byteLength ?? 0) - 1)}`,
    };
  };

  const fault: Fault = async (request, response, next) => {
    const { method = "", url = "", headers } = request;
    const { pathname, searchParams, search } = new URL(url, "http://registry");
    const [, blob] = /\/blobs\/(sha\d+:[0-9a-f]+)$/.exec(pathname) ?? [];
    if (method === "HEAD" && blob !== undefined) {
      const bytes = stored.get(blob);
      return void response
        .writeHead(bytes ? 200 : 404, bytes && { "content-length": bytes.byteLength })
        .end();
    }
    const [, id] = /\/blobs\/uploads\/([^/]*)$/.exec(pathname) ?? [];
    if (id === undefined) return next();

    const before = open.get(id) ?? Buffer.alloc(0);
    const chunks: Buffer[] = [];
    let size = 0;
    const { breaksAfter = Number.POSITIVE_INFINITY } = quirks;
    try {
      for await (const chunk of request as AsyncIterable<Buffer>) {
        chunks.push(chunk);
        size += chunk.byteLength;
        if (broken || size < breaksAfter || method === "POST") continue;
        broken = true;
        if (quirks.forgetful) open.delete(id);
        else open.set(id, Buffer.concat([before, ...chunks]));
        return void request.socket.destroy();
      }
    } catch {
      return;
    }
    const sent = Buffer.concat(chunks);
    if (quirks.instead?.(request, response, sent)) return;
    if (method === "POST") {
      const mount = searchParams.get("mount");
      if (mount !== null && quirks.mountable?.has(mount)) {
        return void response.writeHead(201, { "docker-content-digest": mount }).end();
      }
      begun += 1;
      open.set(`u${begun}`, Buffer.alloc(0));
      return void response.writeHead(202, { ...headersFor(`u${begun}`, request), ...quirks.headers }).end();
    }
    if (!open.has(id)) return void sendError(response, 404, "BLOB_UPLOAD_UNKNOWN");
    if (method === "DELETE") return void response.writeHead(open.delete(id) ? 204 : 404).end();
    if (method === "GET") return void response.writeHead(204, headersFor(id, request)).end();
    if (!search.startsWith(`?_state=${stateOf(id)}%20~x&empty`)) {
      return void sendError(response, 400, "BLOB_UPLOAD_INVALID");
    }
    if (method === "PATCH") {
      const range = `${before.byteLength}-${before.byteLength + sent.byteLength - 1}`;
      if (headers["content-range"] !== range) return void sendError(response, 416, "RANGE_INVALID");
    }
    const all = Buffer.concat([before, sent]);
    open.set(id, all);
    if (method === "PATCH") return void response.writeHead(202, headersFor(id, request)).end();
    const digest = searchParams.get("digest") ?? "";
    const algorithm = digest.startsWith("sha512") ? "sha512" : "sha256";
    if (`${algorithm}:${createHash(algorithm).update(all).digest("hex")}` !== digest) {
      return void sendError(response, 400, "DIGEST_INVALID");
    }
    open.delete(id);
    stored.set(digest, all);
    response
      .writeHead(201, { "docker-content-digest": digest, location: `/v2/team/app/blobs/${digest}` })
      .end();
  };
  return { fault, stored, open };
}
