import {
  isObject,
  type JsonObject,
  objectsOf,
  parseJsonObject,
  stringMapOf,
  stringOf,
  stringsOf,
  unexpected,
} from "./json.ts";
import * as types from "./media-types.ts";
import { isDigest } from "./reference.ts";
import type { Descriptor, Digest, IndexEntry, ParsedManifest, Platform } from "./types.ts";

/** Bounds a reader of manifests keeps to. An index inside an index is followed to `indexDepth` at most. */
export const manifestLimits = {
  bytes: 4 * 1024 * 1024,
  indexEntries: 2000,
  layers: 1000,
  indexDepth: 4,
} as const;

/** The digest of `{}`, the config of artifacts that have none (image-spec, empty descriptor). */
const emptyDigest = "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a" as Digest;

/** A manifest with its media type, as `reconcileMediaType` finds it. Throws as it and `parseManifest` do. */
export function readManifest(
  contentType: string | undefined,
  raw: Uint8Array,
): { readonly mediaType: string; readonly parsed: ParsedManifest } {
  const body = parseJsonObject(raw, "The manifest");
  const mediaType = reconcileMediaType(contentType, body);
  return { mediaType, parsed: parseBody(body, mediaType) };
}

/**
 * Parses a manifest of a known media type. Throws REGISTRY_REJECTED with unexpected_answer for a malformed document and
 * too_large for one beyond the limits.
 */
export function parseManifest(raw: Uint8Array, mediaType: string): ParsedManifest {
  return parseBody(parseJsonObject(raw, "The manifest"), mediaType);
}

function parseBody(body: JsonObject, mediaType: string): ParsedManifest {
  if (types.isSchema1Type(mediaType)) return { kind: "schema1" };
  if (types.isIndexType(mediaType)) return parseIndex(body);
  if (mediaType === types.ociArtifactManifest) return parseArtifactManifest(body);
  return parseImage(body);
}

/**
 * The media type of a manifest from its Content-Type header and its own `mediaType` field. Both given and different is
 * an attack or a broken proxy (CVE-2021-41190) and refused; a header that says nothing about manifests
 * (`application/json`, none) gives way to the body. Throws REGISTRY_REJECTED/media_type_mismatch.
 */
function reconcileMediaType(contentType: string | undefined, body: JsonObject): string {
  const header = types.essence(contentType);
  const own = stringOf(body.mediaType);
  const inferred = inferMediaType(body);
  if (types.isSchema1Type(header) || inferred === "schema1")
    return types.isSchema1Type(header) ? header : schema1Type;
  const declared = own ?? (types.isManifestType(header) ? header : inferred);
  if (declared === undefined || !types.isManifestType(declared)) {
    throw unexpected(`Not a manifest: media type ${JSON.stringify(own ?? header)}`);
  }
  if (types.isManifestType(header) && header !== declared) {
    throw unexpected(`Content-Type ${header} but mediaType ${declared}`, "media_type_mismatch");
  }
  // One document read as an image by one client and as an index by another names two different contents.
  const shape = inferred === undefined ? undefined : types.isIndexType(inferred);
  if (shape !== undefined && shape !== types.isIndexType(declared)) {
    throw unexpected(`A ${declared} with the fields of another type`, "media_type_mismatch");
  }
  return declared;
}

const schema1Type = "application/vnd.docker.distribution.manifest.v1+prettyjws";

function inferMediaType(body: JsonObject): string | undefined {
  if (body.schemaVersion === 1 && "fsLayers" in body) return "schema1";
  const asIndex = "manifests" in body;
  const asImage = "layers" in body || "config" in body;
  if (asIndex && asImage)
    throw unexpected("A manifest that is image and index at once", "media_type_mismatch");
  if (asIndex) return types.ociIndex;
  return asImage ? types.ociManifest : undefined;
}

function parseImage(body: JsonObject): ParsedManifest {
  const config = parseDescriptor(body.config);
  const artifactType = stringOf(body.artifactType) || undefined;
  // Docker 1.9 wrote application/octet-stream as the config type of ordinary images.
  const isImage =
    artifactType === undefined &&
    (types.isImageConfigType(config.mediaType) ||
      (config.mediaType === "application/octet-stream" && body.mediaType === types.dockerManifest));
  return {
    kind: isImage ? "image" : "artifact",
    config,
    layers: descriptors(body.layers, manifestLimits.layers),
    ...(isImage ? {} : { artifactType: artifactType ?? config.mediaType }),
    ...subjectOf(body),
    annotations: stringMapOf(body.annotations),
  };
}

function parseArtifactManifest(body: JsonObject): ParsedManifest {
  const artifactType = stringOf(body.artifactType);
  return {
    kind: "artifact",
    config: { mediaType: types.ociEmpty, digest: emptyDigest, size: 2 },
    layers: descriptors(body.blobs, manifestLimits.layers),
    ...(artifactType ? { artifactType } : {}),
    ...subjectOf(body),
    annotations: stringMapOf(body.annotations),
  };
}

function parseIndex(body: JsonObject): ParsedManifest {
  const artifactType = stringOf(body.artifactType);
  return {
    kind: "index",
    manifests: descriptors(body.manifests, manifestLimits.indexEntries).map(toEntry),
    ...(artifactType ? { artifactType } : {}),
    ...subjectOf(body),
    annotations: stringMapOf(body.annotations),
  };
}

/** BuildKit hangs provenance and SBOMs into the index as images of the platform unknown/unknown. */
function toEntry(descriptor: Descriptor): IndexEntry {
  const annotations = descriptor.annotations ?? {};
  if (annotations["vnd.docker.reference.type"] === "attestation-manifest") {
    const about = annotations["vnd.docker.reference.digest"];
    return {
      ...descriptor,
      role: "attestation",
      ...(about !== undefined && isDigest(about) ? { refersTo: about } : {}),
    };
  }
  const isArtifact =
    descriptor.artifactType !== undefined ||
    descriptor.platform?.os === "unknown" ||
    !types.isManifestType(descriptor.mediaType);
  return { ...descriptor, role: isArtifact ? "artifact" : "platform" };
}

function descriptors(value: unknown, limit: number): Descriptor[] {
  if (Array.isArray(value) && value.length > limit) {
    throw unexpected(`A manifest with ${value.length} entries`, "too_large");
  }
  if (Array.isArray(value) && !value.every(isObject)) throw unexpected("A manifest with a broken descriptor");
  return objectsOf(value).map(parseDescriptor);
}

/** image-spec descriptor.md. Throws REGISTRY_REJECTED/unexpected_answer when digest or size cannot be used. */
export function parseDescriptor(value: unknown): Descriptor {
  if (!isObject(value)) throw unexpected("A manifest without a descriptor where one must be");
  const digest = stringOf(value.digest) ?? "";
  const size = value.size;
  if (!isDigest(digest))
    throw unexpected(`Not a digest in a descriptor: ${JSON.stringify(digest.slice(0, 80))}`);
  if (typeof size !== "number" || !Number.isSafeInteger(size) || size < 0) {
    throw unexpected("Not a size in a descriptor");
  }
  const artifactType = stringOf(value.artifactType);
  return {
    mediaType: stringOf(value.mediaType) ?? "",
    digest,
    size,
    ...(isObject(value.platform) ? { platform: parsePlatform(value.platform) } : {}),
    ...(isObject(value.annotations) ? { annotations: stringMapOf(value.annotations) } : {}),
    ...(artifactType ? { artifactType } : {}),
    ...(stringsOf(value.urls).length > 0 ? { foreign: true } : {}),
  };
}

/** `os`, `architecture`, `variant`, `os.version` as manifests and configs both write them. */
export function parsePlatform(value: JsonObject): Platform {
  const variant = stringOf(value.variant);
  const osVersion = stringOf(value["os.version"]);
  return {
    os: stringOf(value.os) || "unknown",
    architecture: stringOf(value.architecture) || "unknown",
    ...(variant ? { variant } : {}),
    ...(osVersion ? { osVersion } : {}),
  };
}

function subjectOf(body: JsonObject): { subject?: Digest } {
  const digest = isObject(body.subject) ? stringOf(body.subject.digest) : undefined;
  return digest !== undefined && isDigest(digest) ? { subject: digest } : {};
}
