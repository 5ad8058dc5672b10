import { objectsOf, stringOf } from "../json.ts";
import { type Adapter, namespacesOf } from "./adapter.ts";
import { eitherOf } from "./either-of.ts";
import { pageByHeader } from "./paging.ts";

/**
 * GitLab. The registry stands at an address of its own and refuses _catalog to everybody; repositories are listed by
 * GitLab itself, for a group with all below it or for a project. Its API takes the access token in PRIVATE-TOKEN and needs
 * its `read_api` scope beside the registry's `read_registry`.
 * API: https://docs.gitlab.com/api/container_registry/ (list registry repositories, within a project, within a group),
 * https://docs.gitlab.com/api/rest/#pagination, https://docs.gitlab.com/api/rest/authentication/.
 */
export const gitlab: Adapter = {
  product: "gitlab",
  list: (target) => {
    const { settings } = target;
    const known = settings?.kind === "gitlab" && settings.api !== "";
    return known && namespacesOf(target).length > 0 ? "namespace" : "pinned";
  },
  // Deleting by digest is GitLab's own cleanup; /v2/ untags (DELETE …/manifests/TAG).
  offers: { deleteTag: "registry", deleteDigest: "registry", referrers: "unknown" },
  settings: "gitlab",
  address: "registry.gitlab.com",
  api: {
    origin: ({ endpoint, settings }) =>
      settings?.kind === "gitlab" && settings.api !== "" ? settings.api : new URL(endpoint).origin,
    headers: ({ credential }): Record<string, string> =>
      credential.kind === "anonymous" ? {} : { "private-token": credential.secret },
    async *listRepositories(api, target, options) {
      for (const namespace of namespacesOf(target)) {
        const list = (kind: "groups" | "projects") =>
          api.listNames(
            {
              path: ["api", "v4", kind, namespace, "registry", "repositories"],
              query: { page: "1", per_page: "100" },
              next: pageByHeader,
              namesOf,
              namespace,
            },
            options,
          );
        yield* eitherOf(list("groups"), list("projects"));
      }
    },
  },
  pageSize: 1000,
  ownsHost: (hostname) => hostname === "registry.gitlab.com",
  recognise: ({ endpoint, headers }) => {
    const gitlabs = headers.get("gitlab-lb") !== undefined || headers.get("x-gitlab-meta") !== undefined;
    return gitlabs || endpoint.hostname === "registry.gitlab.com" ? "GitLab" : null;
  },
  completeName: (name) => name,
};

function namesOf(body: unknown): string[] {
  return objectsOf(body).flatMap(({ path }) => stringOf(path) ?? []);
}
