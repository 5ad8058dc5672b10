import { countOf, isObject, type JsonObject, objectsOf, stringOf } from "../json.ts";
import type { SearchHit } from "../search-types.ts";
import type { Credential } from "../types.ts";
import { type Adapter, namespacesOf } from "./adapter.ts";
import { type NextPage, pageByToken, withQuery } from "./paging.ts";
import { foundIn, hitOf, offsetOf } from "./search.ts";
import { factOf, factsIn, secondsOf } from "./tag-facts.ts";

/**
 * Quay.io and Red Hat Quay. /v2/ refuses _catalog on Quay.io; the API lists a namespace. It takes OAuth tokens and no robot's
 * password: docker signs in with one under the name `$oauthtoken` (https://github.com/quay/quay/blob/master/auth/credential_consts.py),
 * and everybody else is shown what is public. Its list of referrers is a feature that may be off (FEATURE_REFERRERS_API).
 * API: https://docs.redhat.com/en/documentation/red_hat_quay/3/html/red_hat_quay_api_reference/listrepos and …/deletefulltag
 * (repo:write), …/listrepotags (`start_ts`: since when a tag is where it is, in seconds; a pull is not told). In /v2/, DELETE of a digest takes its tags with it; that of a tag is younger, and for robots the only way
 * (https://github.com/quay/quay/blob/master/endpoints/v2/manifest.py).
 * Search: https://github.com/quay/quay/blob/master/endpoints/api/search.py (conductRepoSearch).
 */
export const quay: Adapter = {
  product: "quay",
  list: (target) => (namespacesOf(target).length > 0 ? "namespace" : "pinned"),
  offers: { deleteTag: "api", deleteDigest: "registry", referrers: "unknown" },
  settings: "namespaces",
  address: "quay.io",
  api: {
    origin: ({ endpoint }) => new URL(endpoint).origin,
    headers: ({ credential }): Record<string, string> =>
      credential.kind === "basic" && hasOauthToken(credential)
        ? { authorization: `Bearer ${credential.secret}` }
        : {},
    async *listRepositories(api, target, options) {
      for (const namespace of namespacesOf(target)) {
        const query = { namespace, public: "true" };
        const next = pageByToken("next_page");
        yield* api.listNames({ path: ["api", "v1", "repository"], query, next, namesOf, namespace }, options);
      }
    },
    listTagFacts: (api, _target, repository, options) => {
      const path = ["api", "v1", "repository", ...repository.split("/"), "tag", ""];
      const query = { onlyActiveTags: "true", page: "1", limit: "100" };
      const itemsOf = (body: unknown) => objectsOf(isObject(body) ? body.tags : []);
      return factsIn(api.listItems({ path, query, next: followingPage, itemsOf }, options), (tag) =>
        factOf(tag.name, { digest: tag.manifest_digest, pushedAt: secondsOf(tag.start_ts) }),
      );
    },
    search: {
      stars: true,
      official: false,
      find: async (api, text, { minStars = 0, cursor, limit: _, ...options }) => {
        // The size of a page is the server's, and a page behind the last one allowed is that one again.
        const page = Math.max(1, offsetOf(cursor));
        const query = { query: text, page: `${page}` };
        const path = ["api", "v1", "find", "repositories"];
        const body = foundIn(await api.ask({ path, query }, options), "results");
        return {
          hits: objectsOf(body.results)
            .flatMap(foundHit)
            .filter(({ stars = 0 }) => stars >= minStars),
          ...(body.has_additional === true && body.page === page && { next: `${page + 1}` }),
        };
      },
    },
    deletes: ({ credential }) => hasOauthToken(credential),
    deleteTag: (api, { repository, reference }, options) => {
      const path = ["api", "v1", "repository", ...repository.split("/"), "tag", reference];
      return api.delete({ path, repository, reference }, options);
    },
  },
  pageSize: 100,
  ownsHost: (hostname) => hostname === "quay.io",
  recognise: ({ endpoint }) => (endpoint.hostname === "quay.io" ? "Quay" : null),
  completeName: (name) => name,
};

const followingPage: NextPage = ({ body, url }) => {
  const more = isObject(body) && body.has_additional === true;
  return more ? withQuery(url, "page", `${Number(url.searchParams.get("page")) + 1}`) : null;
};

/** Beside images there are applications. `last_modified` is in seconds. */
function foundHit({ kind, namespace, name, description, stars, last_modified }: JsonObject): SearchHit[] {
  const owner = isObject(namespace) ? stringOf(namespace.name) : undefined;
  const own = stringOf(name);
  if (kind !== "repository" || owner === undefined || own === undefined) return [];
  const seconds = countOf(last_modified);
  return hitOf(`${owner}/${own}`, {
    description,
    stars,
    updated: seconds === undefined ? undefined : new Date(seconds * 1000).toISOString(),
  });
}

function hasOauthToken(credential: Credential): boolean {
  return credential.kind === "basic" && credential.username === "$oauthtoken";
}

function namesOf(body: unknown): string[] {
  return objectsOf(isObject(body) ? body.repositories : []).flatMap(({ namespace, name }) => {
    const parts = [stringOf(namespace), stringOf(name)];
    return parts.includes(undefined) ? [] : parts.join("/");
  });
}
