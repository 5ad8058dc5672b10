import { objectsOf, stringOf } from "../json.ts";
import type { RepositoryName } from "../types.ts";
import { type Adapter, namespacesOf } from "./adapter.ts";
import { ownerAndRest } from "./gone.ts";
import { ownDoor } from "./own-door.ts";
import { pageByLink } from "./paging.ts";
import { foundIn, hitOf, offsetOf } from "./search.ts";
import { factOf, factsIn } from "./tag-facts.ts";

/**
 * Harbor 2. Its _catalog is the system administrator's alone and leaves out what has no artifact; the API lists what the
 * account, robots included, may see. A robot of one project may see no list but that project's: name the projects then.
 * A repository whose artifacts are all deleted stays in that list, and its tags are 404 in /v2/.
 * DELETE of a tag in /v2/ is UNSUPPORTED (src/server/registry/manifest.go), that of a digest works.
 * API: https://github.com/goharbor/harbor/blob/main/api/v2.0/swagger.yaml (listAllRepositories, listRepositories,
 * getRepository, listArtifacts (a tag never pulled is of the year 1), deleteTag, search).
 */
export const harbor: Adapter = {
  product: "harbor",
  list: (target) => (namespacesOf(target).length > 0 ? "namespace" : "api"),
  offers: { deleteTag: "api", deleteDigest: "registry", referrers: "registry" },
  settings: "namespaces",
  api: {
    ...ownDoor,
    async *listRepositories(api, target, options) {
      const projects = namespacesOf(target);
      const lists =
        projects.length === 0
          ? [{ path: ["api", "v2.0", "repositories"] }]
          : projects.map((namespace) => ({
              path: ["api", "v2.0", "projects", namespace, "repositories"],
              namespace,
            }));
      for (const list of lists) {
        yield* api.listNames(
          { ...list, query: { page: "1", page_size: "100" }, next: pageByLink, namesOf },
          options,
        );
      }
    },
    search: {
      stars: false,
      official: false,
      // All at once: pages are ours.
      find: async (api, text, { limit, cursor, ...options }) => {
        const call = { path: ["api", "v2.0", "search"], query: { q: text } };
        const body = foundIn(await api.ask(call, options), "repository");
        const hits = objectsOf(body.repository).flatMap(({ repository_name, pull_count }) =>
          hitOf(repository_name, { pulls: pull_count }),
        );
        const from = offsetOf(cursor);
        const next = from + limit;
        return {
          hits: hits.slice(from, next),
          total: hits.length,
          ...(next < hits.length && { next: `${next}` }),
        };
      },
    },
    listTagFacts: (api, _target, repository, options) => {
      const path = [...repositoryPath(repository), "artifacts"];
      const query = { page: "1", page_size: "100", q: "tags=*", with_tag: "true" };
      const artifacts = api.listItems({ path, query, next: pageByLink, itemsOf: objectsOf }, options);
      return factsIn(artifacts, ({ digest, tags }) =>
        objectsOf(tags).flatMap((tag) =>
          factOf(tag.name, { digest, pushedAt: tag.push_time, pulledAt: tag.pull_time }),
        ),
      );
    },
    hasRepository: (api, repository, options) => api.has(repositoryPath(repository), options),
    deleteTag: (api, { repository, reference }, options) => {
      // The tag itself is a reference to its artifact.
      const path = [...repositoryPath(repository), "artifacts", reference, "tags", reference];
      return api.delete({ path, repository, reference }, options);
    },
  },
  pageSize: 1000,
  ownsHost: () => false,
  recognise: ({ headers }) => {
    const cookies = headers.all("set-cookie");
    const harbors =
      headers.get("x-harbor-csrf-token") !== undefined || cookies.some((one) => one.startsWith("sid="));
    return harbors ? "Harbor" : null;
  },
  completeName: (name) => name,
};

/** A slash is encoded twice (goharbor/harbor#18355). */
function repositoryPath(repository: RepositoryName): readonly string[] {
  const [project, rest] = ownerAndRest(repository);
  return ["api", "v2.0", "projects", project, "repositories", encodeURIComponent(rest)];
}

/** `name` holds the project too: "library/hello-world". */
function namesOf(body: unknown): string[] {
  return objectsOf(body).flatMap(({ name }) => stringOf(name) ?? []);
}
