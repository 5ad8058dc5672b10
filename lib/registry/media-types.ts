export const ociIndex = "application/vnd.oci.image.index.v1+json";
export const ociManifest = "application/vnd.oci.image.manifest.v1+json";
export const dockerList = "application/vnd.docker.distribution.manifest.list.v2+json";
export const dockerManifest = "application/vnd.docker.distribution.manifest.v2+json";
/** Withdrawn before OCI 1.1 was final, still stored in registries. */
export const ociArtifactManifest = "application/vnd.oci.artifact.manifest.v1+json";
export const ociEmpty = "application/vnd.oci.empty.v1+json";

const schema1 = new Set([
  "application/vnd.docker.distribution.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.v1+prettyjws",
]);
const known = new Set([ociIndex, ociManifest, dockerList, dockerManifest, ociArtifactManifest, ...schema1]);
const imageConfigs = new Set([
  "application/vnd.oci.image.config.v1+json",
  "application/vnd.docker.container.image.v1+json",
]);

/**
 * All in one header: a registry asked without the OCI types answers 404 for an OCI image
 * ("OCI manifest found, but accept header does not support OCI manifests", distribution 2.8).
 */
export const manifestAccept = [ociIndex, ociManifest, dockerList, dockerManifest, ociArtifactManifest].join(
  ", ",
);

export function isManifestType(mediaType: string): boolean {
  return known.has(mediaType);
}

export function isIndexType(mediaType: string): boolean {
  return mediaType === ociIndex || mediaType === dockerList;
}

export function isSchema1Type(mediaType: string): boolean {
  return schema1.has(mediaType);
}

/** Anything else as a config makes the manifest an artifact (Helm, WASM, Docker plugin …). */
export function isImageConfigType(mediaType: string): boolean {
  return imageConfigs.has(mediaType);
}

/** The media type of a Content-Type header, without parameters, lower case; "" when absent. */
export function essence(contentType: string | undefined): string {
  return (contentType ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
}
