import { isObject, objectsOf, stringOf } from "../json.ts";
import { type Adapter, namespacesOf } from "./adapter.ts";
import { eitherOf } from "./either-of.ts";
import { pageByLink } from "./paging.ts";

/**
 * GitHub's container registry, on ghcr.io and `containers.HOST` of an Enterprise Server. /v2/ has no list; GitHub's API lists
 * an owner's packages, for classic access tokens with read:packages only. DELETE in /v2/ is 405 (containers/skopeo#1880).
 * API: https://docs.github.com/en/rest/packages/packages (list packages for an organization, for a user),
 * https://docs.github.com/en/rest/using-the-rest-api/using-pagination-in-the-rest-api.
 */
export const ghcr: Adapter = {
  product: "ghcr",
  list: (target) =>
    namespacesOf(target).length > 0 && target.credential.kind !== "anonymous" ? "namespace" : "pinned",
  offers: { deleteTag: "never", deleteDigest: "never", referrers: "fallback" },
  settings: "namespaces",
  address: "ghcr.io",
  api: {
    origin: ({ endpoint }) => {
      const { origin, hostname, protocol, host } = new URL(endpoint);
      if (hostname === "ghcr.io") return "https://api.github.com";
      return hostname.startsWith("containers.") ? `${protocol}//${host.slice("containers.".length)}` : origin;
    },
    headers: ({ credential }): Record<string, string> => ({
      accept: "application/vnd.github+json",
      "x-github-api-version": "2022-11-28",
      ...(credential.kind === "basic" && { authorization: `Bearer ${credential.secret}` }),
    }),
    async *listRepositories(api, { endpoint, ...target }, options) {
      // An Enterprise Server keeps its API below a path.
      const base = new URL(endpoint).hostname === "ghcr.io" ? [] : ["api", "v3"];
      const query = { package_type: "container", per_page: "100" };
      for (const namespace of namespacesOf({ endpoint, ...target })) {
        const packagesOf = (kind: "orgs" | "users") => {
          const path = [...base, kind, namespace, "packages"];
          return api.listNames({ path, query, next: pageByLink, namesOf, namespace }, options);
        };
        yield* eitherOf(packagesOf("orgs"), packagesOf("users"));
      }
    },
  },
  pageSize: 100,
  ownsHost: (hostname) => hostname === "ghcr.io",
  recognise: ({ endpoint }) => (endpoint.hostname === "ghcr.io" ? "GitHub Container Registry" : null),
  completeName: (name) => name,
};

/** Owners are written as they like to be; in references everything is lower case. */
function namesOf(body: unknown): string[] {
  return objectsOf(body).flatMap(({ owner, name }) => {
    const login = isObject(owner) ? stringOf(owner.login) : undefined;
    const own = stringOf(name);
    return login === undefined || own === undefined ? [] : `${login}/${own}`.toLowerCase();
  });
}
