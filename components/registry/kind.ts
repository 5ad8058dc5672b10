import type { ManifestView } from "#lib/services/tags/index.ts";

type Kind = ManifestView["kind"];

/** Key of the `tags.kind` messages for what a manifest is in the words people use, or null for a type nobody knows. */
export type KindKey =
  | "dockerImage"
  | "dockerList"
  | "ociImage"
  | "ociIndex"
  | "artifact"
  | "schema1"
  | "helm"
  | "helmProvenance"
  | "wasm"
  | "signature"
  | "sbom"
  | "inToto"
  | "policy";

const artifactKinds: readonly (readonly [RegExp, KindKey])[] = [
  [/^application\/vnd\.cncf\.helm\.config\./, "helm"],
  [/^application\/vnd\.cncf\.helm\.chart\.provenance\./, "helmProvenance"],
  [/^application\/vnd\.(wasm|w3c\.wasm|module\.wasm)/, "wasm"],
  [/^application\/vnd\.(dev\.cosign|dev\.sigstore|cncf\.notary)/, "signature"],
  [/(spdx|cyclonedx|syft)/, "sbom"],
  [/in-toto/, "inToto"],
  [/(opa|gatekeeper|kyverno|policy)/, "policy"],
];

/** What an artifact type says in plain words; null when it is nobody's known type. */
export function artifactKind(artifactType: string | null): KindKey | null {
  if (!artifactType) return null;
  return artifactKinds.find(([pattern]) => pattern.test(artifactType))?.[1] ?? null;
}

/** What a manifest is, by its media type. */
export function manifestKind(kind: Kind, mediaType: string, artifactType: string | null): KindKey {
  if (kind === "schema1") return "schema1";
  if (kind === "artifact") return artifactKind(artifactType) ?? "artifact";
  const docker = mediaType.includes("vnd.docker.");
  if (kind === "index") return docker ? "dockerList" : "ociIndex";
  return docker ? "dockerImage" : "ociImage";
}

/** "linux/arm64/v8" → "arm64/v8": nearly everything is linux, and a list says so once. */
export function shortPlatform(platform: string): string {
  return platform.startsWith("linux/") ? platform.slice("linux/".length) : platform;
}
