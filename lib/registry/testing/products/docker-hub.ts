import type { IncomingMessage, ServerResponse } from "node:http";
import { type FakeRegistry, sendJson, startFakeRegistry } from "../fake-registry.ts";
import { type HeldFacts, type HeldTags, numberedPage, urlOf } from "./pages.ts";

/** A public repository as Search V4 describes it. */
export interface HubResult {
  readonly name: string;
  readonly short_description?: string;
  readonly badge?: "official" | "verified_publisher" | "open_source" | "none" | null;
  readonly star_count?: number;
  readonly pull_count?: string;
  readonly raw_pull_count?: number;
  readonly updated_at?: string;
  readonly publisher?: { readonly id: string; readonly name: string };
}

export interface HubOptions {
  readonly identifier: string;
  readonly secret: string;
  /** Namespace → public repositories, and those its owner alone sees. */
  readonly namespaces: Readonly<
    Record<string, { readonly public: readonly string[]; readonly own?: readonly string[] }>
  >;
  /** Those the account belongs to; absent: its token may not ask. */
  readonly organisations?: readonly string[];
  /** What a search looks through, by name and description. */
  readonly found?: readonly HubResult[];
  readonly tags?: HeldTags;
  readonly facts?: HeldFacts;
}

/** The token every sign-in is answered with. */
export const hubToken = "hub-token-1";

/**
 * Docker Hub's API. https://docs.docker.com/reference/api/hub/latest/: POST /v2/auth/token ({identifier, secret} →
 * {access_token}), GET /v2/namespaces/{namespace}/repositories (page, page_size at most 100 → {count, next, previous,
 * results}), GET /v2/namespaces/{namespace}/repositories/{repository}/tags, paged alike (…/operations/ListRepositoryTags/),
 * errors {message} or {detail}. https://github.com/docker/hub-mcp/blob/main/specs/search.yaml: GET
 * /api/search/v4 (query, badges, type, from, size at most 100) → {total, results}.
 * GET /v2/user/orgs/ (count, next, previous, results of {orgname}), and
 * DELETE /v2/repositories/{namespace}/{repository}/tags/{tag}/, with that slash at its
 * end, are what https://github.com/docker/hub-tool asks (internal/hub: organizations.go, tags.go), the latter answered by 204.
 */
export function startFakeHub(options: HubOptions): Promise<FakeRegistry> {
  return startFakeRegistry({ faults: [(request, response) => void answer(options, request, response)] });
}

async function answer(
  options: HubOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<ServerResponse> {
  const { pathname, searchParams } = urlOf(request);
  if (pathname === "/v2/auth/token" && request.method === "POST") {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const shown: unknown = JSON.parse(Buffer.concat(chunks).toString());
    const { identifier, secret } = shown as Record<string, unknown>;
    return identifier === options.identifier && secret === options.secret
      ? sendJson(response, 200, { access_token: hubToken })
      : sendJson(response, 401, { detail: "Incorrect authentication credentials" });
  }
  if (pathname === "/api/search/v4")
    return sendJson(response, 200, search(options.found ?? [], searchParams));
  if (request.method === "DELETE") return deleteTag(options, request, response);
  const [, owner, repository] =
    /^\/v2\/namespaces\/([^/]+)\/repositories\/([^/]+)\/tags$/.exec(pathname) ?? [];
  const facts = options.facts?.[`${owner}/${repository}`];
  if (facts !== undefined) return sendPage(request, response, facts);
  const signedIn = request.headers.authorization === `Bearer ${hubToken}`;
  if (pathname === "/v2/user/orgs/") return sendOrganisations(options, signedIn, request, response);
  const namespace = /^\/v2\/namespaces\/([^/]+)\/repositories$/.exec(pathname)?.[1] ?? "";
  const held = options.namespaces[namespace];
  if (held === undefined) return sendJson(response, 404, { message: "object not found", errinfo: {} });
  const names = [...held.public, ...(signedIn && namespace === options.identifier ? (held.own ?? []) : [])];
  const described = names.map((name) => ({ name, namespace, repository_type: "image", is_private: false }));
  return sendPage(request, response, described);
}

function sendPage(
  request: IncomingMessage,
  response: ServerResponse,
  all: readonly unknown[],
): ServerResponse {
  const { pathname, searchParams } = urlOf(request);
  const page = numberedPage(all, searchParams, { name: "page_size", usual: 10, most: 100 });
  return sendJson(response, 200, {
    count: page.total,
    next:
      page.next === null ? null : `http://${request.headers.host}${pathname}?page=${page.next}&page_size=100`,
    previous: null,
    results: page.items,
  });
}

function sendOrganisations(
  { organisations }: HubOptions,
  signedIn: boolean,
  request: IncomingMessage,
  response: ServerResponse,
): ServerResponse {
  if (!signedIn || organisations === undefined) return sendJson(response, 403, { detail: "access denied" });
  const described = organisations.map((orgname) => ({ id: `id-${orgname}`, orgname, full_name: "" }));
  return sendPage(request, response, described);
}

function search(results: readonly HubResult[], asked: URLSearchParams): object {
  const text = (asked.get("query") ?? "").toLowerCase();
  const badge = asked.get("badges");
  const found = results.filter(
    (one) =>
      `${one.name} ${one.short_description ?? ""}`.toLowerCase().includes(text) &&
      (badge === null || one.badge === badge),
  );
  const from = Number(asked.get("from") ?? 0);
  const page = found.slice(from, from + Math.min(Number(asked.get("size") ?? 10), 100));
  return {
    total: found.length,
    results: page.map((one) => ({ id: one.name, slug: one.name, type: "image", archived: false, ...one })),
  };
}

function deleteTag({ tags }: HubOptions, request: IncomingMessage, response: ServerResponse): ServerResponse {
  const [, repository = "", tag = ""] =
    /^\/v2\/repositories\/([^/]+\/[^/]+)\/tags\/([^/]+)\/$/.exec(urlOf(request).pathname) ?? [];
  if (request.headers.authorization !== `Bearer ${hubToken}`) {
    return sendJson(response, 401, { detail: "Authentication credentials were not provided." });
  }
  if (!tags?.get(repository)?.delete(tag)) {
    return sendJson(response, 404, { message: "tag not found", errinfo: {} });
  }
  return response.writeHead(204).end();
}
