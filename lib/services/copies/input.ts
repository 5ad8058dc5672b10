import { z } from "zod";
import { isDigest, isRepositoryName, isTag } from "#lib/registry/index.ts";
import { repositoryInput } from "../repositories/index.ts";

/** What one order may hold: a plan of more would not fit an address. */
export const mostImages = 50;

export const tagInput = z.string().refine(isTag, { error: "tag_invalid" });
export const digestInput = z.string().refine(isDigest, { error: "digest_invalid" });

/** Where images go. The repository need not be there yet. */
export const targetInput = z.strictObject({
  registryId: z.string().max(64),
  repository: z.string().trim().refine(isRepositoryName, { error: "repository_invalid" }),
});

/** "linux/arm64/v8" */
const platformInput = z.string().regex(/^[a-z0-9]+\/[a-z0-9_]+(\/[a-z0-9]+)?$/, { error: "invalid" });

/** An order to copy, as stored with its job. `registryId` and `repository` are the source's. */
export const copyInput = z.strictObject({
  ...repositoryInput,
  to: targetInput,
  images: z
    .array(
      z.strictObject({
        digest: digestInput,
        /** The target's. */
        tag: tagInput,
        /** What the target's tag may point to until then; null: nothing. */
        over: digestInput.nullable(),
      }),
    )
    .min(1, { error: "required" })
    .max(mostImages, { error: "too_big" }),
  /** Absent: all there are. */
  platforms: z.array(platformInput).min(1, { error: "required" }).max(64).optional(),
  /** Signatures, SBOMs and attestations go along. */
  referrers: z.boolean(),
});
export type CopyInput = z.output<typeof copyInput>;
/** As a form sends it: names not parsed yet. */
export type CopyOrder = z.input<typeof copyInput>;
