import { z } from "zod";
import { findConfig, findManifest } from "#lib/catalog/index.ts";
import { bulk } from "#lib/db/index.ts";
import { AppError } from "#lib/errors.ts";
import { defineRead } from "#lib/operations/index.ts";
import { isDigest, parseManifest } from "#lib/registry/index.ts";
import { reachRepository, repositoryInput } from "../repositories/index.ts";

export interface RawBytes {
  readonly digest: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** The exact bytes of a manifest held by the repository, or of that manifest's config. Their hash is the digest. */
export const getRaw = defineRead({
  id: "manifest.raw",
  permission: "registry:read",
  input: z.strictObject({
    ...repositoryInput,
    digest: z.string().max(200),
    part: z.enum(["manifest", "config"]).default("manifest"),
  }),
  run: async (_actor, { registryId, repository, digest, part }): Promise<RawBytes> => {
    const reached = await reachRepository(registryId, repository);
    const manifest = isDigest(digest) ? await findManifest(bulk, reached.id, digest) : null;
    if (!manifest) throw new AppError("NOT_FOUND", "no such manifest");
    if (part === "manifest") {
      return { digest: manifest.digest, mediaType: manifest.mediaType, bytes: manifest.raw };
    }
    const bytes = await findConfig(bulk, reached.id, manifest.digest);
    const parsed = parseManifest(manifest.raw, manifest.mediaType);
    if (!bytes || parsed.kind === "index" || parsed.kind === "schema1") {
      throw new AppError("NOT_FOUND", "no such config");
    }
    return { digest: parsed.config.digest, mediaType: parsed.config.mediaType, bytes };
  },
});
