import { isObject, objectsOf, stringOf } from "../json.ts";
import { basicAuthorization } from "../transport/token-endpoint.ts";
import type { RegistryTarget, RepositoryName } from "../types.ts";
import type { Adapter } from "./adapter.ts";
import { ownerAndRest } from "./gone.ts";
import { pageByToken } from "./paging.ts";
import { catalogProduct, serverOf } from "./self-hosted.ts";
import { factOf, factsIn } from "./tag-facts.ts";

/**
 * Sonatype Nexus, one port or path for each repository, or its name before those of the images
 * (https://help.sonatype.com/en/docker-registry.html: path based routing). Its Link headers are mended in transport/link.ts.
 * API: https://help.sonatype.com/en/search-api.html (a component is a tag, fifty on a page; its asset is the manifest), at the
 * address of its pages: a port of one repository does not have it.
 */
export const nexus: Adapter = {
  ...catalogProduct(
    "nexus",
    { deleteTag: "unknown", deleteDigest: "unknown", referrers: "unknown" },
    ({ headers }) => (/^nexus/i.test(serverOf(headers)) ? "Sonatype Nexus" : null),
  ),
  api: {
    origin: ({ endpoint }) => new URL(endpoint).origin,
    headers: ({ credential }): Record<string, string> =>
      credential.kind === "anonymous"
        ? {}
        : { authorization: basicAuthorization(credential.username, credential.secret) },
    async *listTagFacts(api, target, repository, options) {
      const place = placeOf(target, repository);
      if (place === null) return;
      const path = [...place.context, "service", "rest", "v1", "search"];
      const query = { format: "docker", repository: place.repository, "docker.imageName": place.name };
      const itemsOf = (body: unknown) => objectsOf(isObject(body) ? body.items : []);
      const next = pageByToken("continuationToken");
      yield* factsIn(api.listItems({ path, query, next, itemsOf }, options), ({ name, version, assets }) => {
        const { checksum, lastModified, lastDownloaded } = objectsOf(assets)[0] ?? {};
        const sha256 = isObject(checksum) ? stringOf(checksum.sha256) : undefined;
        const times = { pushedAt: lastModified, pulledAt: lastDownloaded };
        return name === place.name ? factOf(version, { digest: sha256 && `sha256:${sha256}`, ...times }) : [];
      });
    },
  },
};

interface Place {
  /** The path its pages are below. */
  readonly context: readonly string[];
  readonly repository: string;
  readonly name: string;
}

/** null where neither the address nor the name tells the repository. */
function placeOf({ endpoint }: RegistryTarget, image: RepositoryName): Place | null {
  const parts = new URL(endpoint).pathname.split("/").filter(Boolean).map(decodeURIComponent);
  const typed = parts.at(-1);
  if (typed !== undefined) {
    const context = parts.slice(0, -2);
    return parts.at(-2) === "repository" ? { context, repository: typed, name: image } : null;
  }
  const [repository, name] = ownerAndRest(image);
  return name === "" ? null : { context: [], repository, name };
}
