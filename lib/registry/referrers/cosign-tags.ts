import { findManifest } from "../fetch-manifest.ts";
import { isTag } from "../reference.ts";
import type { Transport } from "../transport/transport.ts";
import type { Digest, Referrer, RepositoryName, RequestOptions } from "../types.ts";

const suffixes = ["sig", "att", "sbom"] as const;

/**
 * Signatures, attestations and SBOMs that cosign left under tags such as `sha256-….sig`. Their artifact type is the one
 * cosign gives the same thing where it stores it as a referrer.
 */
export async function findCosignTags(
  transport: Transport,
  repository: RepositoryName,
  subject: Digest,
  options: RequestOptions | undefined,
): Promise<Referrer[]> {
  const found = await Promise.all(
    suffixes.map(async (suffix): Promise<Referrer[]> => {
      const tag = `${subject.replace(":", "-")}.${suffix}`;
      // A sha512 is too long for one.
      if (!isTag(tag)) return [];
      const manifest = await findManifest(transport, repository, tag, options);
      // A registry that resolves any such tag to the subject has signed nothing.
      if (manifest === null || manifest.digest === subject) return [];
      const artifactType = `application/vnd.dev.cosign.artifact.${suffix}.v1+json`;
      return [{ ...manifest, artifactType, foundBy: "cosign_tag", tag }];
    }),
  );
  return found.flat();
}
