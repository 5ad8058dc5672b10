import { isObject, objectsOf, stringOf, stringsOf } from "../json.ts";
import type { RegistryTarget, RepositoryName } from "../types.ts";
import type { Adapter } from "./adapter.ts";
import { ownerAndRest } from "./gone.ts";
import { ownDoor } from "./own-door.ts";
import { pageByLink } from "./paging.ts";
import { catalogProduct, serverOf } from "./self-hosted.ts";
import { factOf, factsIn } from "./tag-facts.ts";

/**
 * JFrog Artifactory. A Docker repository's key is a part of the address (its own host or port, or the path /artifactory/api/docker/KEY),
 * and _catalog lists it; or it is the first part of every name, and only the API lists, key by key.
 * API: https://jfrog.com/help/r/jfrog-rest-apis/list-docker-repositories, https://jfrog.com/help/r/jfrog-rest-apis/get-repositories,
 * https://jfrog.com/help/r/jfrog-rest-apis/aql-execution (a tag is a folder, with the manifest in it as a file; who is no
 * administrator has to include repo, path and name);
 * methods of addressing: https://jfrog.com/help/r/jfrog-artifactory-documentation/the-repository-path-method-for-docker.
 */
export const artifactory: Adapter = {
  ...catalogProduct(
    "artifactory",
    { deleteTag: "unknown", deleteDigest: "unknown", referrers: "unknown" },
    ({ headers }) =>
      headers.get("x-jfrog-version") !== undefined || /^artifactory/i.test(serverOf(headers))
        ? "JFrog Artifactory"
        : null,
  ),
  apiElse: ({ endpoint, credential }) =>
    new URL(endpoint).pathname === "/" && credential.kind !== "anonymous",
  api: {
    ...ownDoor,
    async *listTagFacts(api, target, repository, options) {
      const place = placeOf(target, repository);
      if (place === null) return;
      const headers = { "content-type": "text/plain" };
      const path = ["artifactory", "api", "search", "aql"];
      const itemsOf = (body: unknown) => objectsOf(isObject(body) ? body.results : []);
      const list = { path, query: {}, headers, body: manifestsBelow(place), next: () => null, itemsOf };
      yield* factsIn(api.listItems(list, options), (item) => {
        const [name, tag] = splitLast(stringOf(item.path) ?? "");
        const pulls = objectsOf(item.stats)[0];
        const times = { pushedAt: item.modified, pulledAt: pulls?.downloaded };
        return name === place.name ? factOf(tag, { digest: `sha256:${item.sha256}`, ...times }) : [];
      });
    },
    async *listRepositories(api, _target, options) {
      const keys = {
        path: ["artifactory", "api", "repositories"],
        query: { packageType: "docker" },
        next: () => null,
        itemsOf: (body: unknown) => objectsOf(body).flatMap(({ key }) => stringOf(key) ?? []),
      };
      for await (const { items } of api.listItems(keys, options)) {
        for (const key of items) {
          const path = ["artifactory", "api", "docker", key, "v2", "_catalog"];
          const namesOf = (body: unknown) =>
            stringsOf(isObject(body) ? body.repositories : []).map((name) => `${key}/${name}`);
          yield* api.listNames({ path, query: { n: "1000" }, next: pageByLink, namesOf }, options);
        }
      }
    },
  },
};

/** A repository as Artifactory has it: its Docker repository's key, and the path in it. */
interface Place {
  readonly key: string;
  readonly name: string;
}

/** null where neither the address nor the name tells the key: it is in the host's name, or nobody's. */
function placeOf({ endpoint, credential }: RegistryTarget, repository: RepositoryName): Place | null {
  if (credential.kind === "anonymous") return null;
  const { pathname } = new URL(endpoint);
  const typed = /\/api\/docker\/([^/]+)\/?$/.exec(pathname)?.[1];
  if (typed !== undefined) return { key: decodeURIComponent(typed), name: repository };
  const [key, name] = ownerAndRest(repository);
  return pathname === "/" && name !== "" ? { key, name } : null;
}

/** More than that are not told of; one answer holds them all. */
const mostManifests = 5000;

/** https://jfrog.com/help/r/jfrog-rest-apis/artifactory-query-language */
function manifestsBelow({ key, name }: Place): string {
  const files = ["manifest.json", "list.manifest.json"].map((file) => ({ name: file }));
  const wanted = JSON.stringify({ repo: key, path: { $match: `${name}/*` }, $or: files });
  const fields = `"repo", "path", "name", "modified", "sha256", "stat.downloaded"`;
  return `items.find(${wanted}).include(${fields}).limit(${mostManifests})`;
}

function splitLast(path: string): readonly [before: string, last: string] {
  const slash = path.lastIndexOf("/");
  return [path.slice(0, Math.max(slash, 0)), path.slice(slash + 1)];
}
