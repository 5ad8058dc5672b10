import { createHash, randomBytes } from "node:crypto";
import { sourceOf } from "../lib/registry/blobs/source.ts";
import { createRegistryClient } from "../lib/registry/client.ts";
import { ociManifest } from "../lib/registry/media-types.ts";
import { parseDigest, parseRepositoryName, parseTag } from "../lib/registry/reference.ts";
import { bytesOf, descriptorOf } from "../lib/registry/testing/images.ts";
import { testTarget } from "../lib/registry/testing/target.ts";
import type { BlobSource } from "../lib/registry/types.ts";

export const megabyte = 1024 * 1024;

/** A blob of so many megabytes that was never in memory as a whole, and no other blob's bytes. */
export function largeBlob(megabytes: number): BlobSource {
  const piece = randomBytes(megabyte);
  const hash = createHash("sha256");
  for (let at = 0; at < megabytes; at += 1) hash.update(piece);
  return {
    digest: parseDigest(`sha256:${hash.digest("hex")}`),
    size: megabytes * megabyte,
    async *open(from) {
      for (let at = from; at < megabytes * megabyte; ) {
        const rest = piece.subarray(at % megabyte);
        yield rest;
        at += rest.byteLength;
      }
    },
  };
}

/** An image of these layers, straight through /v2. */
export async function pushImage(
  endpoint: string,
  name: string,
  tag: string,
  layers: readonly BlobSource[],
): Promise<void> {
  const client = createRegistryClient(testTarget(endpoint));
  const repository = parseRepositoryName(name);
  const config = bytesOf({
    os: "linux",
    architecture: "amd64",
    config: { Labels: { tag } },
    rootfs: { type: "layers", diff_ids: [] },
  });
  for (const blob of [sourceOf(config), ...layers]) await client.putBlob(repository, blob);
  const raw = bytesOf({
    schemaVersion: 2,
    mediaType: ociManifest,
    config: descriptorOf(config, "application/vnd.oci.image.config.v1+json"),
    layers: layers.map(({ digest, size }) => ({
      mediaType: "application/vnd.oci.image.layer.v1.tar",
      digest,
      size,
    })),
  });
  await client.putManifest(repository, parseTag(tag), { mediaType: ociManifest, raw });
}
