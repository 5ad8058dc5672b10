/** Addresses of every page about one thing, built in one place. What is ours inside a registry stands behind "/-/". */

export function registryHref(registryId: string): string {
  return `/registries/${registryId}`;
}

export function registrySettingsHref(registryId: string): string {
  return `${registryHref(registryId)}/-/settings`;
}

/** A name's slashes stay: the address reads like the reference. */
export function repositoryHref(registryId: string, repository: string): string {
  return `${registryHref(registryId)}/${repository}`;
}

/** What a registry told of itself, or of one repository. */
export function activityHref(registryId: string, repository?: string): string {
  return `${repository ? repositoryHref(registryId, repository) : registryHref(registryId)}/-/activity`;
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

export function hostHref(hostId: string): string {
  return `/hosts/${hostId}`;
}

export function jobHref(jobId: string): string {
  return `/jobs/${jobId}`;
}
