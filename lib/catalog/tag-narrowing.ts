import { likePattern, type RepositoryId } from "./sql.ts";
import { isAttachmentTag } from "./tag-attachments.ts";

/** Which of a repository's tags. */
export interface TagNarrowing {
  readonly repositoryId: RepositoryId;
  /** Anywhere in the tag, or the beginning of a digest, any case; "key=value" is a label and how its value begins. */
  readonly filter?: string;
  /** "linux/arm64": exactly one of the tag's platforms. */
  readonly platform?: string;
  /** Compressed bytes at least. */
  readonly atLeast?: number;
  /** Days since its image was made: at least, at most. */
  readonly olderThan?: number;
  readonly newerThan?: number;
  /** Tags that stand for what is attached to images: left out, or they alone. */
  readonly attachments?: "none" | "only";
}

const attached = { none: `AND NOT ${isAttachmentTag}`, only: `AND ${isAttachmentTag}` } as const;

/**
 * The condition on the live tags `t` of a repository, and its values from $1 on. `|| ''`: what fits is looked for among the
 * repository's tags; by trigrams Postgres would look among all there are. Labels are read image by image: asked for by the tag's
 * digest or one of its children's, Postgres read all labels there are, for each tag.
 */
export function narrowing(query: TagNarrowing) {
  const { repositoryId, filter, platform, atLeast, olderThan, newerThan, attachments } = query;
  const digestText = filter?.toLowerCase().replace(/^sha256:/, "");
  // No tag and no digest has this sign.
  const [, key, value] = /^([^=]+)=(.*)$/s.exec(filter ?? "") ?? [];
  return {
    where: `t."repositoryId" = $1::bigint AND t."goneAt" IS NULL ${attachments ? attached[attachments] : ""}
      AND ($2::text IS NULL OR t."name" || '' ILIKE $2 OR t."digest" LIKE $3 OR ($5::text IS NOT NULL AND EXISTS (
        SELECT 1 FROM (
          SELECT t."digest" UNION ALL SELECT c."childDigest" FROM "ManifestChild" c WHERE c."parentDigest" = t."digest"
        ) image JOIN "ManifestLabel" l ON l."manifestDigest" = image."digest" AND l."key" = $5 AND l."value" ILIKE $6)))
      AND ($4::text IS NULL OR $4 = ANY(t."imagePlatforms"))
      AND ($7::bigint IS NULL OR t."imageBytes" >= $7)
      AND ($8::int IS NULL OR t."imageCreatedAt" < now() - make_interval(days => $8))
      AND ($9::int IS NULL OR t."imageCreatedAt" >= now() - make_interval(days => $9))`,
    values: [
      repositoryId,
      filter ? likePattern(filter, "contains") : null,
      filter ? likePattern(`sha256:${digestText}`, "prefix") : null,
      platform ?? null,
      key?.trim() ?? null,
      value === undefined ? null : likePattern(value.trim(), "prefix"),
      atLeast ?? null,
      olderThan ?? null,
      newerThan ?? null,
    ],
    narrowed: [filter, platform, atLeast, olderThan, newerThan].some((each) => each !== undefined),
  };
}
