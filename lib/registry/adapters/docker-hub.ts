import { AppError } from "../../errors.ts";
import { countOf, isObject, type JsonObject, objectsOf, stringOf, stringsOf } from "../json.ts";
import type { ProductApi } from "../product-api.ts";
import { completeHubName } from "../reference.ts";
import type { SearchHit } from "../search-types.ts";
import type { RegistryTarget, RequestOptions } from "../types.ts";
import { type Adapter, namespacesOf } from "./adapter.ts";
import { eitherOf } from "./either-of.ts";
import { ownerAndRest } from "./gone.ts";
import { pageByBody } from "./paging.ts";
import { foundIn, hitOf, offsetOf, roundedCount } from "./search.ts";
import { factOf, factsIn } from "./tag-facts.ts";

/**
 * Docker Hub. Its /v2/ refuses _catalog; Hub's own API lists a namespace, the account's and its organisations' when none is named,
 * and takes the access token in exchange for one of its own. Token server of /v2/: auth.docker.io (a built-in pair in
 * transport/token-hosts.ts). HEAD does not count against the rate limit, GET of a manifest does.
 * API: https://docs.docker.com/reference/api/hub/latest/ (createAuthAccessToken, list repositories in a namespace, get
 * repository in a namespace; …/operations/ListRepositoryTags/ tells when a tag was pushed and pulled). It has no list of one's
 * organisations (what Docker's tool asks: https://github.com/docker/hub-tool, internal/hub OrganizationsURL) and no
 * deletion of a tag; what Docker's own tool asks is (https://github.com/docker/hub-tool, internal/hub DeleteTagURL), with a token
 * that may delete. A digest is deleted in /v2/ once nothing points to it
 * (https://docs.docker.com/reference/api/registry/latest/operations/DeleteImageManifest/), a tag is 405 there.
 * Search: https://github.com/docker/hub-mcp/blob/main/specs/search.yaml (Search V4; public repositories only).
 */
export const dockerHub: Adapter = {
  product: "docker-hub",
  list: (target) => (hubNamespaces(target).length > 0 ? "namespace" : "pinned"),
  offers: { deleteTag: "api", deleteDigest: "registry", referrers: "unknown" },
  keepsReferenced: true,
  settings: "namespaces",
  api: {
    origin: ({ endpoint }) => {
      const { origin, hostname } = new URL(endpoint);
      return hostname === "registry-1.docker.io" ? "https://hub.docker.com" : origin;
    },
    headers: () => ({}),
    login: ({ credential }) =>
      credential.kind === "anonymous"
        ? null
        : {
            path: ["v2", "auth", "token"],
            body: { identifier: credential.username, secret: credential.secret },
            tokenOf: (body) => (isObject(body) ? stringOf(body.access_token) : undefined),
          },
    async *listRepositories(api, target, options) {
      for (const namespace of hubNamespaces(target)) yield* repositoriesOf(api, namespace, options);
      if (target.credential.kind === "anonymous" || namespacesOf(target).length > 0) return;
      for (const organisation of await organisationsOf(api, options)) {
        if (organisation === target.credential.username) continue;
        yield* eitherOf(repositoriesOf(api, organisation, options), nothing(), isRefusal);
      }
    },
    search: {
      stars: true,
      official: true,
      find: async (api, text, { official, minStars = 0, limit, cursor, ...options }) => {
        const from = offsetOf(cursor);
        // It narrows by badge and not by stars: of those there is more to look through.
        const size = minStars > 0 ? 100 : limit;
        const query = {
          query: text,
          type: "image",
          from: `${from}`,
          size: `${size}`,
          ...(official && { badges: "official" }),
        };
        const path = ["api", "search", "v4"];
        const body = foundIn(await api.ask({ path, query, open: true }, options), "results");
        const total = countOf(body.total) ?? 0;
        const next = from + size;
        return {
          hits: objectsOf(body.results)
            .flatMap(hubHit)
            .filter(({ stars = 0, badge }) => stars >= minStars && (!official || badge === "official")),
          ...(minStars === 0 && { total }),
          ...(next < Math.min(total, deepest) && { next: `${next}` }),
        };
      },
    },
    listTagFacts: (api, _target, repository, options) => {
      const [namespace, name] = ownerAndRest(repository);
      const path = ["v2", "namespaces", namespace, "repositories", name, "tags"];
      const query = { page: "1", page_size: "100" };
      const tags = api.listItems({ path, query, next: pageByBody("next"), itemsOf: resultsOf }, options);
      return factsIn(tags, (tag) =>
        factOf(tag.name, {
          digest: tag.digest,
          pushedAt: tag.tag_last_pushed,
          pulledAt: tag.tag_last_pulled,
        }),
      );
    },
    hasRepository: (api, repository, options) => {
      const [namespace, name] = ownerAndRest(repository);
      return api.has(["v2", "namespaces", namespace, "repositories", name], options);
    },
    deleteTag: (api, { repository, reference }, options) => {
      const path = ["v2", "repositories", ...repository.split("/"), "tags", reference, ""];
      return api.delete({ path, repository, reference }, options);
    },
  },
  pageSize: 1000,
  ownsHost: (hostname) => hostname === "registry-1.docker.io",
  recognise: ({ endpoint }) => (endpoint.hostname === "registry-1.docker.io" ? "Docker Hub" : null),
  completeName: completeHubName,
};

/** `from` and `size` together may not exceed it; the last page is a whole one. */
const deepest = 2400;

const badges: ReadonlyMap<unknown, SearchHit["badge"]> = new Map([
  ["official", "official"],
  ["verified_publisher", "verified"],
  ["open_source", "sponsored"],
]);

/** Official images go by their bare name there. */
function hubHit(result: JsonObject): SearchHit[] {
  const name = stringOf(result.name) ?? stringOf(result.slug);
  const exact = countOf(result.raw_pull_count);
  return hitOf(name === undefined ? undefined : completeHubName(name), {
    description: result.short_description,
    stars: result.star_count,
    badge: badges.get(result.badge),
    publisher: isObject(result.publisher) ? result.publisher.name : undefined,
    updated: result.updated_at,
    ...(exact === undefined ? roundedCount(result.pull_count) : { pulls: exact }),
  });
}

const paged = { query: { page: "1", page_size: "100" }, next: pageByBody("next") };

function repositoriesOf(api: ProductApi, namespace: string, options: RequestOptions | undefined) {
  const path = ["v2", "namespaces", namespace, "repositories"];
  return api.listNames({ path, ...paged, namesOf, namespace }, options);
}

/** Those the account belongs to; none where it, or its token, may not ask. */
async function organisationsOf(api: ProductApi, options: RequestOptions | undefined): Promise<string[]> {
  const itemsOf = (body: unknown) =>
    stringsOf(objectsOf(isObject(body) ? body.results : []).map(({ orgname }) => orgname));
  const found: string[] = [];
  const pages = api.listItems({ path: ["v2", "user", "orgs", ""], ...paged, itemsOf }, options);
  for await (const { items } of eitherOf(pages, nothing(), isRefusal)) found.push(...items);
  return found;
}

async function* nothing(): AsyncGenerator<never> {}

/** For good, and no reason to leave out what the account does see. A failure that passes is none: names must not come and go. */
function isRefusal(error: unknown): boolean {
  return error instanceof AppError && [401, 403, 404].includes(error.status ?? 0);
}

function hubNamespaces(target: RegistryTarget): readonly string[] {
  const named = namespacesOf(target);
  if (named.length > 0 || target.credential.kind === "anonymous") return named;
  return [target.credential.username];
}

function namesOf(body: unknown): string[] {
  return resultsOf(body).flatMap(({ namespace, name }) => {
    const parts = [stringOf(namespace), stringOf(name)];
    return parts.includes(undefined) ? [] : parts.join("/");
  });
}

function resultsOf(body: unknown): JsonObject[] {
  return objectsOf(isObject(body) ? body.results : []);
}
