import type { ManifestView } from "#lib/services/tags/index.ts";

/** A Docker host can run it: an image, or an index with one for some platform. Unknown yet counts: the daemon will tell. */
export function isPullable(manifest: ManifestView | null): boolean {
  if (!manifest) return true;
  return manifest.kind === "image" || (manifest.kind === "index" && manifest.platforms.length > 0);
}

/** Platforms the registry really holds an image for, as the daemon takes them. */
export function heldPlatforms(manifest: ManifestView | null): readonly string[] {
  return (manifest?.platforms ?? []).flatMap(({ held, platform }) => (held ? [platform] : []));
}
