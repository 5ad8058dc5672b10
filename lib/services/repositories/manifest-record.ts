import type { ManifestRecord } from "#lib/catalog/index.ts";
import { parseImageConfig } from "#lib/registry/index.ts";
import type { Descriptor, Platform, VerifiedManifest } from "#lib/registry/types.ts";

/** "linux/arm64/v8", "windows/amd64" — as docker's --platform takes it. */
export function platformText(platform: Platform): string {
  return [platform.os, platform.architecture, platform.variant].filter(Boolean).join("/");
}

/** What an image's config says that lists and headers show. */
export type ConfigFacts = Pick<ManifestRecord, "createdAt" | "platforms">;

/** Throws REGISTRY_REJECTED/unexpected_answer when it is none. */
export function configFacts(bytes: Uint8Array): ConfigFacts {
  const { created, platform } = parseImageConfig(bytes);
  return { createdAt: created ?? null, platforms: [platformText(platform)] };
}

/** Turns a verified manifest into what the index stores. `facts` are an image's whose config could be had. */
export function toManifestRecord(manifest: VerifiedManifest, facts: ConfigFacts | undefined): ManifestRecord {
  const { digest, mediaType, raw, parsed } = manifest;
  const bare = {
    digest,
    mediaType,
    raw,
    kind: parsed.kind,
    artifactType: null,
    configDigest: null,
    totalBytes: null,
    createdAt: null,
    platforms: [],
    annotations: {},
    subject: null,
    children: [],
    blobs: [],
  } satisfies ManifestRecord;
  if (parsed.kind === "schema1") return bare;
  const named = {
    ...bare,
    artifactType: parsed.artifactType ?? null,
    annotations: parsed.annotations,
    subject: parsed.subject ?? null,
    createdAt: annotatedDate(parsed.annotations),
  };
  if (parsed.kind === "index") {
    return {
      ...named,
      children: parsed.manifests.map((entry) => ({
        digest: entry.digest,
        mediaType: entry.mediaType,
        size: entry.size,
        platform: entry.platform && entry.role === "platform" ? platformText(entry.platform) : null,
        role: entry.role,
        refersTo: entry.refersTo ?? null,
      })),
    };
  }
  const blobs = [parsed.config, ...parsed.layers];
  return {
    ...named,
    configDigest: parsed.config.digest,
    totalBytes: distinctBytes(blobs),
    createdAt: facts?.createdAt ?? named.createdAt,
    platforms: facts?.platforms ?? [],
    blobs: blobs.map((blob, index) => ({
      position: index - 1,
      digest: blob.digest,
      mediaType: blob.mediaType,
      size: blob.size,
    })),
  };
}

/** An image may name the same layer twice (the empty one, mostly); a registry stores it once. */
function distinctBytes(blobs: readonly Descriptor[]): number {
  const sizes = new Map(blobs.map((blob) => [blob.digest, blob.size]));
  return [...sizes.values()].reduce((sum, size) => sum + size, 0);
}

function annotatedDate(annotations: Readonly<Record<string, string>>): string | null {
  const text = annotations["org.opencontainers.image.created"];
  if (!text) return null;
  const date = new Date(text);
  return Number.isNaN(date.getTime()) || date.getTime() <= 0 || date.getFullYear() > 9999
    ? null
    : date.toISOString();
}
