import { type FakeRegistry, sendError, sendJson, startFakeRegistry } from "../fake-registry.ts";
import { type HeldFacts, type HeldTags, numberedPage, urlOf } from "./pages.ts";

export interface QuayOptions {
  /** An OAuth token, which sees private repositories. */
  readonly token: string;
  readonly namespaces: Readonly<
    Record<string, { readonly public: readonly string[]; readonly private: readonly string[] }>
  >;
  readonly tags?: HeldTags;
  readonly facts?: HeldFacts;
}

/**
 * Quay's API. https://docs.redhat.com/en/documentation/red_hat_quay/3/html/red_hat_quay_api_reference/listrepos: GET
 * /api/v1/repository (namespace, public, next_page), answered by {repositories: [{namespace, name, is_public, kind}],
 * next_page}; errors are ApiError {status, error_message, title, type}. Two repositories fit a page here.
 * https://github.com/quay/quay/blob/master/endpoints/api/search.py: GET /api/v1/find/repositories (query, page) →
 * {results, has_additional, page, page_size, start_index}; a page behind the tenth is the tenth.
 * GET /api/v1/repository/{repository}/tag/ (…/listrepotags: page, limit at most 100) → {tags, page, has_additional};
 * DELETE /api/v1/repository/{repository}/tag/{tag} is answered by 204 (…/deletefulltag); in /v2/ that of a tag by 202
 * (https://github.com/quay/quay/blob/master/endpoints/v2/manifest.py).
 */
export function startFakeQuay({ token, namespaces, tags, facts }: QuayOptions): Promise<FakeRegistry> {
  return startFakeRegistry({
    faults: [
      (request, response) => {
        const { pathname, searchParams } = urlOf(request);
        const { authorization } = request.headers;
        const [, own, reference] = /^\/v2\/(.+)\/manifests\/([^/]+)$/.exec(pathname) ?? [];
        if (own !== undefined && request.method === "DELETE") {
          return tags?.get(own)?.delete(reference ?? "")
            ? response.writeHead(202).end()
            : sendError(response, 404, "MANIFEST_UNKNOWN");
        }
        if (authorization !== undefined && authorization !== `Bearer ${token}`) {
          return sendJson(response, 401, {
            status: 401,
            error_message: "Requires authentication",
            title: "invalid_token",
          });
        }
        const sees = (owner: string) => [
          ...(namespaces[owner]?.public ?? []),
          ...(authorization === undefined ? [] : (namespaces[owner]?.private ?? [])),
        ];
        if (pathname === "/api/v1/find/repositories") {
          const all = Object.keys(namespaces).flatMap((owner) =>
            sees(owner).map((name) => ({ owner, name })),
          );
          return sendJson(response, 200, find(all, searchParams));
        }
        if (request.method === "DELETE") {
          const [, repository = "", tag = ""] =
            /^\/api\/v1\/repository\/([^/]+\/[^/]+)\/tag\/([^/]+)$/.exec(pathname) ?? [];
          return tags?.get(repository)?.delete(tag)
            ? response.writeHead(204).end()
            : sendJson(response, 404, { status: 404, error_message: "Not Found", title: "not_found" });
        }
        const listed = /^\/api\/v1\/repository\/([^/]+\/[^/]+)\/tag\/$/.exec(pathname)?.[1];
        const told = facts?.[listed ?? ""];
        if (told !== undefined) {
          const size = { name: "limit", usual: 50, most: 100 };
          const { items, page, next } = numberedPage(told, searchParams, size);
          return sendJson(response, 200, { tags: items, page, has_additional: next !== null });
        }
        const namespace = searchParams.get("namespace") ?? "";
        const held = namespaces[namespace];
        if (pathname !== "/api/v1/repository" || held === undefined) {
          return sendJson(response, 404, { status: 404, error_message: "Not Found", title: "not_found" });
        }
        const names = sees(namespace);
        const from = Number(Buffer.from(searchParams.get("next_page") ?? "", "base64").toString() || 0);
        const next = Buffer.from(`${from + 2}`).toString("base64");
        return sendJson(response, 200, {
          repositories: names.slice(from, from + 2).map((name) => ({ namespace, name, kind: "image" })),
          ...(from + 2 < names.length ? { next_page: next } : {}),
        });
      },
    ],
  });
}

function find(all: readonly { owner: string; name: string }[], asked: URLSearchParams): object {
  const page = Math.min(Number(asked.get("page") ?? 1), 10);
  const found = all.filter(({ name }) => name.includes(asked.get("query") ?? ""));
  const start = (page - 1) * 2;
  const results = found.slice(start, start + 2).map(({ owner, name }, index) => ({
    kind: "repository",
    title: "repo",
    namespace: { title: "org", kind: "organization", name: owner },
    name,
    description: `${name} of ${owner}`,
    is_public: true,
    last_modified: 1_700_000_000,
    stars: start + index,
    popularity: 1.5,
  }));
  return { results, has_additional: found.length > start + 2, page, page_size: 2, start_index: start };
}
