import { z } from "zod";
import type { ErrorDto } from "#lib/errors.ts";
import { type Digest, isDigest, isTag, type Tag } from "#lib/registry/index.ts";
import { repositoryInput } from "../repositories/index.ts";

/** Tags of one deletion: what a list can select, and one job finishes in minutes. */
export const mostTags = 1_000;

export const tagField = z.custom<Tag>((value) => typeof value === "string" && isTag(value), {
  error: "tag_invalid",
});
export const digestField = z.custom<Digest>((value) => typeof value === "string" && isDigest(value), {
  error: "digest_invalid",
});

/** Tags named as those that keep an image: one of them that is still there is enough. */
export const mostKeepers = 20;

/** One digest with the tags that were seen on it and confirmed. */
const imageInput = z.strictObject({
  digest: digestField,
  tags: z.array(tagField).max(mostTags),
  /** By tag, where the last one takes the image along: the tags that were to keep it. None: it may go. */
  keepers: z.array(tagField).max(mostKeepers).optional(),
});

/** The order as stored with its job: what the plan named and a person confirmed. */
export const deletionInput = z.strictObject({
  ...repositoryInput,
  /** "tag": the tags go, their images stay. "digest": the images go, and with them every tag. */
  by: z.enum(["tag", "digest"]),
  images: z.array(imageInput).min(1).max(mostTags),
});
export type DeletionInput = z.output<typeof deletionInput>;

export interface KeptTag {
  /** null: an image without a tag. */
  readonly tag: string | null;
  readonly digest: string;
  readonly error: ErrorDto;
}

/** How far a deletion is; also what came of it. */
export interface DeletionProgress {
  /** Tags, and images without one. */
  readonly total: number;
  /** Tag names; digests of images without one. */
  readonly deleted: readonly string[];
  /** Were not there any more. */
  readonly gone: readonly string[];
  readonly kept: readonly KeptTag[];
}

/** One digest a deletion would touch. */
export interface PlannedImage {
  readonly digest: string;
  /** Those asked for. */
  readonly tags: readonly string[];
  /** The other tags on it: by digest they go too, by tag they stay. */
  readonly siblings: readonly string[];
  /** The image itself goes: by digest, or with its last tag. */
  readonly goes: boolean;
  /** Siblings that keep it from going with these tags; for the order. None where it would stay anyway. */
  readonly keepers: readonly string[];
  /** null: the index does not know it yet. */
  readonly kind: "image" | "index" | "artifact" | "schema1" | null;
  readonly platforms: readonly string[];
  /** Tags of multi-platform images that would lose this part. */
  readonly breaks: readonly string[];
}

export interface DeletionPlan {
  readonly by: DeletionInput["by"];
  readonly images: readonly PlannedImage[];
  /** Asked for, and not there any more. */
  readonly gone: readonly string[];
  /** Compressed bytes nothing else in the registry's index needs; null when that is not known. */
  readonly frees: number | null;
}
