import { isObject, objectsOf, stringOf } from "../json.ts";
import { completeHubName } from "../reference.ts";
import type { RegistryTarget } from "../types.ts";
import { type Adapter, namespacesOf } from "./adapter.ts";
import { pageByBody } from "./paging.ts";

/**
 * Docker Hub. Its /v2/ refuses _catalog; Hub's own API lists a namespace, the account's when none is named, and takes the
 * access token in exchange for one of its own. Token server of /v2/: auth.docker.io (a built-in pair in
 * transport/token-hosts.ts). HEAD does not count against the rate limit, GET of a manifest does.
 * API: https://docs.docker.com/reference/api/hub/latest/ (createAuthAccessToken, list repositories in a namespace).
 */
export const dockerHub: Adapter = {
  product: "docker-hub",
  list: (target) => (hubNamespaces(target).length > 0 ? "namespace" : "pinned"),
  // DELETE in /v2/ is 405 (docker/hub-feedback#1759).
  offers: { deleteTag: "never", deleteDigest: "never", referrers: "unknown" },
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
      for (const namespace of hubNamespaces(target)) {
        const path = ["v2", "namespaces", namespace, "repositories"];
        const query = { page: "1", page_size: "100" };
        yield* api.listNames({ path, query, next: pageByBody("next"), namesOf, namespace }, options);
      }
    },
  },
  pageSize: 1000,
  ownsHost: (hostname) => hostname === "registry-1.docker.io",
  recognise: ({ endpoint }) => (endpoint.hostname === "registry-1.docker.io" ? "Docker Hub" : null),
  completeName: completeHubName,
};

function hubNamespaces(target: RegistryTarget): readonly string[] {
  const named = namespacesOf(target);
  if (named.length > 0 || target.credential.kind === "anonymous") return named;
  return [target.credential.username];
}

function namesOf(body: unknown): string[] {
  return objectsOf(isObject(body) ? body.results : []).flatMap(({ namespace, name }) => {
    const parts = [stringOf(namespace), stringOf(name)];
    return parts.includes(undefined) ? [] : parts.join("/");
  });
}
