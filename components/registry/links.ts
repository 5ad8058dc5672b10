/** Addresses and query keys of everything under a registry, built in one place. */

const base = (registryId: string) => `/registries/${registryId}`;

export const registryHref = base;

/** A name's slashes stay: the address reads like the reference. */
export function repositoryHref(registryId: string, repository: string): string {
  return `${base(registryId)}/${repository}`;
}

export function tagHref(registryId: string, repository: string, tag: string): string {
  return `${repositoryHref(registryId, repository)}/-/tags/${encodeURIComponent(tag)}`;
}

export function manifestHref(registryId: string, repository: string, digest: string): string {
  return `${repositoryHref(registryId, repository)}/-/manifests/${digest}`;
}

/** The file of a manifest's exact bytes, or of its config's. */
export function rawHref(
  registryId: string,
  repository: string,
  digest: string,
  part: "manifest" | "config",
): string {
  return `/api/v1/tags/raw?${new URLSearchParams({ registryId, repository, digest, part })}`;
}

export const repositoryKeys = {
  list: (registryId: string) => ["repositories", registryId] as const,
  tree: (registryId: string, path: string, filter: string) =>
    [...repositoryKeys.list(registryId), "tree", path, filter] as const,
  tags: (registryId: string, repository: string) => ["tags", registryId, repository] as const,
};
