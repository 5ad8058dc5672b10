import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { digestOf } from "../digest.ts";
import type { TestCertificate } from "./certificates.ts";
import type { TestManifest } from "./images.ts";

/** Answers, spoils or passes on. Faults stand in line before the honest registry; see faults.ts. */
export type Fault = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

export interface SeenRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly authorization: string | undefined;
  readonly headers: IncomingMessage["headers"];
}

export interface FakeRegistry {
  readonly endpoint: string;
  /** Everything that was asked, in order. */
  readonly seen: readonly SeenRequest[];
  put(repository: string, tag: string, manifest: TestManifest): void;
  /** What a product's own API deletes: a tag, or a digest with all tags on it. */
  take(repository: string, reference: string): void;
  /** Puts a fault before those already there. */
  inject(fault: Fault): void;
  stop(): Promise<void>;
}

interface Content {
  readonly blobs: Map<string, Uint8Array>;
  readonly manifests: Map<string, TestManifest>;
  readonly tags: Map<string, Map<string, string>>;
}

/** A registry in memory that reads well and lies on demand. Writing is `put`, not HTTP. */
export async function startFakeRegistry(
  options: { readonly faults?: readonly Fault[]; readonly tls?: TestCertificate } = {},
): Promise<FakeRegistry> {
  const content: Content = { blobs: new Map(), manifests: new Map(), tags: new Map() };
  const faults = [...(options.faults ?? [])];
  const seen: SeenRequest[] = [];
  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    const { method = "", url = "", headers } = request;
    seen.push({ method, url, headers, authorization: headers.authorization });
    const line = [...faults, (...[, answer]: Parameters<Fault>) => serve(content, request, answer)];
    const step = (index: number): void => line[index]?.(request, response, () => step(index + 1));
    step(0);
  };
  const { tls } = options;
  const server: Server = tls
    ? createTlsServer({ cert: tls.certificate, key: tls.key }, handle)
    : createServer(handle);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `${tls ? "https" : "http"}://127.0.0.1:${port}`,
    seen,
    put: (repository, tag, manifest) => {
      const tags = content.tags.get(repository) ?? new Map<string, string>();
      content.tags.set(repository, tags.set(tag, manifest.digest));
      store(content, manifest);
    },
    take: (repository, reference) => {
      const tags = content.tags.get(repository);
      for (const [tag, digest] of tags ?? []) if ([tag, digest].includes(reference)) tags?.delete(tag);
      content.manifests.delete(reference);
    },
    inject: (fault) => faults.unshift(fault),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function store(content: Content, manifest: TestManifest): void {
  content.manifests.set(manifest.digest, manifest);
  for (const blob of manifest.blobs) content.blobs.set(digestOf(blob), blob);
  for (const child of manifest.children) store(content, child);
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): ServerResponse {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  return response.end(JSON.stringify(body));
}

export function sendError(response: ServerResponse, status: number, code: string): ServerResponse {
  return sendJson(response, status, { errors: [{ code, message: code.toLowerCase() }] });
}

function serve(content: Content, request: IncomingMessage, response: ServerResponse): ServerResponse {
  response.setHeader("docker-distribution-api-version", "registry/2.0");
  const { pathname, searchParams } = new URL(request.url ?? "", "http://registry");
  const [, name = "", kind, reference = ""] =
    /^\/v2\/(.+)\/(manifests|blobs|tags)\/([^/]+)$/.exec(pathname) ?? [];
  if (pathname === "/v2/") return sendJson(response, 200, {});
  if (pathname === "/v2/_catalog") {
    const page = pageOf([...content.tags.keys()].toSorted(), searchParams);
    return sendJson(response, 200, { repositories: page.items }, linkTo(pathname, page));
  }
  const tags = content.tags.get(name);
  if (tags === undefined) return sendError(response, 404, "NAME_UNKNOWN");
  if (kind === "tags") {
    const page = pageOf([...tags.keys()], searchParams);
    return sendJson(response, 200, { name, tags: page.items }, linkTo(pathname, page));
  }
  if (kind === "blobs") {
    const blob = content.blobs.get(reference);
    return blob ? response.writeHead(200).end(blob) : sendError(response, 404, "BLOB_UNKNOWN");
  }
  const manifest = content.manifests.get(tags.get(reference) ?? reference);
  if (manifest === undefined) return sendError(response, 404, "MANIFEST_UNKNOWN");
  response.writeHead(200, {
    "content-type": manifest.mediaType,
    "content-length": manifest.raw.byteLength,
    "docker-content-digest": manifest.digest,
  });
  return response.end(request.method === "HEAD" ? undefined : manifest.raw);
}

interface PageOfNames {
  readonly items: readonly string[];
  readonly query?: string;
}

function pageOf(names: readonly string[], query: URLSearchParams): PageOfNames {
  const n = Number(query.get("n") ?? 100);
  const from = names.indexOf(query.get("last") ?? "") + 1;
  const items = names.slice(from, from + n);
  const more = from + n < names.length;
  return { items, ...(more ? { query: `?n=${n}&last=${items.at(-1)}` } : {}) };
}

function linkTo(pathname: string, page: PageOfNames): Record<string, string> {
  return page.query === undefined ? {} : { link: `<${pathname}${page.query}>; rel="next"` };
}
