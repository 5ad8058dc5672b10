import { objectsOf, stringOf } from "../json.ts";
import { parseChallenges } from "../transport/challenge.ts";
import { type Adapter, type Greeting, namespacesOf } from "./adapter.ts";
import { ownerAndRest } from "./gone.ts";
import { ownDoor } from "./own-door.ts";
import { packageNames } from "./packages.ts";
import { pageByLink } from "./paging.ts";
import { factOf, factsIn } from "./tag-facts.ts";

/**
 * Gitea and Forgejo. _catalog lists what the account may see; with owners named, the packages API lists theirs only.
 * API: https://docs.gitea.com/api/#tag/package/operation/listPackages (page, limit, type, q), one item per version, which is a tag
 * or a digest and is made anew when pushed again (services/packages/packages.go there); pulls are not told;
 * https://docs.gitea.com/development/api-usage#pagination (Link, X-Total-Count). DELETE of a tag or a digest in /v2/ is that of a
 * package's version: a tag goes alone, a digest with its tags. Its realm is ROOT_URL + "v2/token":
 * https://github.com/go-gitea/gitea/blob/main/routers/api/packages/container/container.go (ReqContainerAccess, DeleteManifest).
 */
export const gitea: Adapter = {
  product: "gitea",
  list: (target) => (namespacesOf(target).length > 0 ? "namespace" : "catalog"),
  offers: { deleteTag: "registry", deleteDigest: "registry", referrers: "fallback" },
  settings: "namespaces",
  api: {
    ...ownDoor,
    async *listRepositories(api, target, options) {
      const query = { type: "container", page: "1", limit: "50" };
      for (const namespace of namespacesOf(target)) {
        const path = ["api", "v1", "packages", namespace];
        yield* api.listNames({ path, query, next: pageByLink, namesOf: packageNames, namespace }, options);
      }
    },
    listTagFacts: (api, _target, repository, options) => {
      const [owner, name] = ownerAndRest(repository);
      const query = { type: "container", q: name, page: "1", limit: "50" };
      const path = ["api", "v1", "packages", owner];
      const versions = api.listItems({ path, query, next: pageByLink, itemsOf: objectsOf }, options);
      // It looks for the name anywhere in others too.
      return factsIn(versions, (one) =>
        stringOf(one.name)?.toLowerCase() === name ? factOf(one.version, { pushedAt: one.created_at }) : [],
      );
    },
  },
  pageSize: 100,
  ownsHost: () => false,
  recognise: (greeting) => (hasGiteasRealm(greeting) ? "Gitea" : null),
  completeName: (name) => name,
};

/** With the service "container_registry", older ones without any; below a path where ROOT_URL has one. */
function hasGiteasRealm({ headers }: Greeting): boolean {
  return parseChallenges(headers.all("www-authenticate")).some(({ params: { realm = "", service } }) => {
    const path = URL.canParse(realm) ? new URL(realm).pathname : "";
    return path.endsWith("/v2/token") && (service === undefined || service === "container_registry");
  });
}
