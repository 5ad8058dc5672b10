import type { Meaning } from "../answer-errors.ts";
import { isObject, type JsonObject, objectsOf, stringOf, stringsOf } from "../json.ts";
import type { ProductApi } from "../product-api.ts";
import type { Digest, RegistryTarget, RepositoryName, RequestOptions } from "../types.ts";
import { type Adapter, type Doomed, namespacesOf } from "./adapter.ts";
import { eitherOf } from "./either-of.ts";
import { findItem, gone, ownerAndRest } from "./gone.ts";
import { packageNames } from "./packages.ts";
import { pageByLink } from "./paging.ts";
import { factOf, factsIn } from "./tag-facts.ts";

/**
 * GitHub's container registry, on ghcr.io and `containers.HOST` of an Enterprise Server with subdomain isolation
 * (https://docs.github.com/en/enterprise-server/admin/configuring-settings/hardening-security-for-your-enterprise/enabling-subdomain-isolation). /v2/ has no list; GitHub's API lists
 * an owner's packages, for classic access tokens with read:packages only. DELETE in /v2/ is 405 (containers/skopeo#1880).
 * What GitHub calls a version is a manifest with all its tags, and versions are all that its API deletes: no tag goes alone.
 * That an index names a version keeps it from nothing. Deleting takes delete:packages; the last tagged version stays, and public ones pulled 5,000 times do
 * (https://docs.github.com/en/packages/learn-github-packages/deleting-and-restoring-a-package).
 * API: https://docs.github.com/en/rest/packages/packages (list packages, list package versions, delete package version: for an
 * organization, for a user; a version is created by the push of its manifest), https://docs.github.com/en/rest/using-the-rest-api/using-pagination-in-the-rest-api.
 */
export const ghcr: Adapter = {
  product: "ghcr",
  list: (target) =>
    namespacesOf(target).length > 0 && target.credential.kind !== "anonymous" ? "namespace" : "pinned",
  offers: { deleteTag: "never", deleteDigest: "api", referrers: "fallback" },
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
      const base = basePath(endpoint);
      const query = { package_type: "container", per_page: "100" };
      for (const namespace of namespacesOf({ endpoint, ...target })) {
        const packagesOf = (kind: "orgs" | "users") => {
          const path = [...base, kind, namespace, "packages"];
          return api.listNames({ path, query, next: pageByLink, namesOf: packageNames, namespace }, options);
        };
        yield* eitherOf(packagesOf("orgs"), packagesOf("users"));
      }
    },
    async *listTagFacts(api, target, repository, options) {
      if (target.credential.kind === "anonymous") return;
      yield* factsIn(versionsOf(api, target, repository, options), ({ digest, tags, createdAt }) =>
        tags.flatMap((tag) => factOf(tag, { digest, pushedAt: createdAt })),
      );
    },
    async deleteManifest(api, doomed, options) {
      const { repository, reference } = doomed;
      const { path } = await getVersion(api, doomed, options);
      await api.delete({ path, repository, reference, meaning: meaningOf }, options);
    },
  },
  pageSize: 100,
  ownsHost: (hostname) => hostname === "ghcr.io",
  recognise: ({ endpoint }) => (endpoint.hostname === "ghcr.io" ? "GitHub Container Registry" : null),
  completeName: (name) => name,
};

interface Version {
  readonly path: readonly string[];
  readonly digest: string;
  readonly tags: readonly string[];
  readonly createdAt: unknown;
}

/** Throws NOT_FOUND. */
async function getVersion(
  api: ProductApi,
  doomed: Doomed<Digest>,
  options: RequestOptions | undefined,
): Promise<Version> {
  const versions = versionsOf(api, doomed.target, doomed.repository, options);
  const found = await findItem(versions, ({ digest }) => digest === doomed.reference);
  if (found === undefined) throw gone(doomed, "manifest_unknown");
  return found;
}

/** Those without a tag too: no list leaves them out. */
function versionsOf(
  api: ProductApi,
  { endpoint }: RegistryTarget,
  repository: RepositoryName,
  options: RequestOptions | undefined,
) {
  const [owner, name] = ownerAndRest(repository);
  const ownedBy = (kind: "orgs" | "users") => {
    const path = [...basePath(endpoint), kind, owner, "packages", "container", name, "versions"];
    const itemsOf = (body: unknown): Version[] => objectsOf(body).flatMap((one) => versionOf(path, one));
    return api.listItems(
      { path, query: { per_page: "100" }, next: pageByLink, itemsOf, namespace: owner },
      options,
    );
  };
  return eitherOf(ownedBy("orgs"), ownedBy("users"));
}

function versionOf(path: readonly string[], { id, name, metadata, created_at }: JsonObject): Version[] {
  if (typeof id !== "number" || !Number.isSafeInteger(id)) return [];
  const container = isObject(metadata) && isObject(metadata.container) ? metadata.container : {};
  const tags = stringsOf(container.tags);
  return [{ path: [...path, `${id}`], digest: stringOf(name) ?? "", tags, createdAt: created_at }];
}

function meaningOf(body: unknown, status: number): Meaning | undefined {
  const message = (isObject(body) && stringOf(body.message)) || "";
  if (status !== 400) return undefined;
  if (/last (tagged )?version/i.test(message)) return ["CONFLICT", "last_of_repository"];
  return /downloads cannot be deleted/i.test(message) ? ["CONFLICT", "delete_locked"] : undefined;
}

/** An Enterprise Server keeps its API below a path. */
function basePath(endpoint: string): readonly string[] {
  return new URL(endpoint).hostname === "ghcr.io" ? [] : ["api", "v3"];
}
