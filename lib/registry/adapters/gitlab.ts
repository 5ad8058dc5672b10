import { objectsOf, stringOf } from "../json.ts";
import type { ProductApi } from "../product-api.ts";
import type { RegistryTarget, RequestOptions } from "../types.ts";
import { type Adapter, type Doomed, namespacesOf } from "./adapter.ts";
import { eitherOf } from "./either-of.ts";
import { gitlabSearch } from "./gitlab-search.ts";
import { findItem, gone } from "./gone.ts";
import { pageByHeader } from "./paging.ts";

/**
 * GitLab. The registry stands at an address of its own and refuses _catalog to everybody; repositories are listed by
 * GitLab itself, for a group with all below it or for a project. Its API takes the access token in PRIVATE-TOKEN and needs
 * its `read_api` scope beside the registry's `read_registry`, and `api` to delete. A tag is deleted at once there, in bulk some
 * time later, which is why one is asked for after the other. Where GitLab's address is not known, /v2/ is asked.
 * API: https://docs.gitlab.com/api/container_registry/ (list registry repositories, within a project, within a group; delete a
 * registry repository tag),
 * https://docs.gitlab.com/api/rest/#pagination, https://docs.gitlab.com/api/rest/authentication/.
 */
export const gitlab: Adapter = {
  product: "gitlab",
  list: (target) => (knowsGitLab(target) && namespacesOf(target).length > 0 ? "namespace" : "pinned"),
  offers: { deleteTag: "api", deleteDigest: "registry", referrers: "unknown" },
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
    deletes: (target) => knowsGitLab(target) && target.credential.kind !== "anonymous",
    async deleteTag(api, doomed, options) {
      const { repository, reference } = doomed;
      const { project, id } = await getRepository(api, doomed, options);
      const path = [...repositoriesOf(project), id, "tags", reference];
      await api.delete({ path, repository, reference }, options);
    },
    search: gitlabSearch,
  },
  manifestsAreFree: true,
  pageSize: 1000,
  ownsHost: (hostname) => hostname === "registry.gitlab.com",
  recognise: ({ endpoint, headers }) => {
    const gitlabs = headers.get("gitlab-lb") !== undefined || headers.get("x-gitlab-meta") !== undefined;
    return gitlabs || endpoint.hostname === "registry.gitlab.com" ? "GitLab" : null;
  },
  completeName: (name) => name,
};

function knowsGitLab({ settings }: RegistryTarget): boolean {
  return settings?.kind === "gitlab" && settings.api !== "";
}

function repositoriesOf(project: string): readonly string[] {
  return ["api", "v4", "projects", project, "registry", "repositories"];
}

/** By number, as the API wants to be asked. */
interface Numbered {
  readonly project: string;
  readonly id: string;
  readonly path: string;
}

/** A project has its name and at most two more levels below it; which part is the project, the name does not tell. */
async function getRepository(
  api: ProductApi,
  doomed: Doomed,
  options: RequestOptions | undefined,
): Promise<Numbered> {
  const parts = doomed.repository.split("/");
  for (const below of [0, 1, 2]) {
    const project = parts.slice(0, parts.length - below);
    if (project.length < 2) break;
    const namespace = project.join("/");
    const query = { page: "1", per_page: "100" };
    const list = { path: repositoriesOf(namespace), query, next: pageByHeader, itemsOf: numbered, namespace };
    const found = await findItem(api.listItems(list, options), ({ path }) => path === doomed.repository);
    if (found !== undefined) return found;
  }
  throw gone(doomed, "name_unknown");
}

function numbered(body: unknown): Numbered[] {
  return objectsOf(body).flatMap(({ id, project_id, path }) => {
    const known = Number.isSafeInteger(id) && Number.isSafeInteger(project_id) && typeof path === "string";
    return known ? [{ project: `${project_id}`, id: `${id}`, path }] : [];
  });
}

function namesOf(body: unknown): string[] {
  return objectsOf(body).flatMap(({ path }) => stringOf(path) ?? []);
}
