const path = (name: string) => name.split("/").map(encodeURIComponent).join("/");

/** Addresses of places inside a registry; everything of ours stands behind "/-/". */
export function hrefOfRepository(registryId: string, repository: string): string {
  return `/registries/${registryId}/${path(repository)}`;
}

export function hrefOfTag(registryId: string, repository: string, tag: string): string {
  return `${hrefOfRepository(registryId, repository)}/-/tags/${encodeURIComponent(tag)}`;
}
