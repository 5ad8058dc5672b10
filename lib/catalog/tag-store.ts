import type { ErrorDto } from "../errors.ts";
import { tagSortKey } from "./sort-key.ts";
import type { Queryable, RepositoryId } from "./sql.ts";

/** What a HEAD said about one tag: where it points, or why that is not known. */
export interface TagResolution {
  readonly name: string;
  /** null keeps the digest known before. */
  readonly digest: string | null;
  readonly error: ErrorDto | null;
  /** The registry itself told of a change, and perhaps by whom. */
  readonly told?: Told | undefined;
}

export interface Told {
  readonly actor: string | null;
}

/**
 * Tags as listed: new names appear unresolved, names that were gone return. Those that are there are not written, not even locked.
 * Returns how many were.
 */
export async function upsertTags(
  db: Queryable,
  repositoryId: RepositoryId,
  names: readonly string[],
): Promise<number> {
  if (names.length === 0) return 0;
  const written = await db.query(
    `INSERT INTO "Tag" ("repositoryId", "name", "sortKey")
     SELECT DISTINCT ON (i.name) $1::bigint, i.name, i.key FROM unnest($2::text[], $3::text[]) AS i(name, key)
     WHERE NOT EXISTS (
       SELECT 1 FROM "Tag" t WHERE t."repositoryId" = $1::bigint AND t."name" = i.name AND t."goneAt" IS NULL
     )
     ON CONFLICT ("repositoryId", "name") DO UPDATE
       SET "goneAt" = NULL, "digest" = NULL, "movedAt" = now(), "pushedAt" = NULL, "pulledAt" = NULL
       WHERE "Tag"."goneAt" IS NOT NULL
     RETURNING "name"`,
    [repositoryId, names, names.map(tagSortKey)],
  );
  return written.length;
}

/**
 * Points tags at their digests. A tag that pointed elsewhere moves (and a `TagMove` remembers), and what was told of it is
 * forgotten; one that came back leaves a move from nothing, and so does a new one the registry told of. Names not in the
 * index are ignored: they were deleted meanwhile.
 */
export async function resolveTags(
  db: Queryable,
  repositoryId: RepositoryId,
  resolutions: readonly TagResolution[],
): Promise<void> {
  if (resolutions.length === 0) return;
  await db.query(
    `WITH input AS (
       SELECT i.name, i.digest, i.error::jsonb AS error, i.told, i.actor
       FROM unnest($2::text[], $3::text[], $4::text[], $5::bool[], $6::text[]) AS i(name, digest, error, told, actor)
     ), before AS (
       SELECT t."name", t."digest", t."movedAt" IS NOT NULL AND t."digest" IS NULL AS returned
       FROM "Tag" t JOIN input i ON i.name = t."name" WHERE t."repositoryId" = $1::bigint FOR UPDATE OF t
     ), moved AS (
       INSERT INTO "TagMove" ("repositoryId", "tag", "fromDigest", "toDigest", "seenBy", "actor")
       SELECT $1::bigint, i.name, b."digest", i.digest, CASE WHEN i.told THEN 'event' ELSE 'recheck' END, i.actor
       FROM input i JOIN before b ON b."name" = i.name
       WHERE i.digest IS NOT NULL
         AND ((b."digest" IS NOT NULL AND b."digest" <> i.digest) OR b.returned OR (b."digest" IS NULL AND i.told))
     )
     UPDATE "Tag" t SET
       "digest" = coalesce(i.digest, t."digest"),
       "error" = i.error,
       "checkedAt" = now(),
       "movedAt" = CASE WHEN i.digest <> b."digest" THEN now() ELSE t."movedAt" END,
       "pushedAt" = CASE WHEN i.digest <> b."digest" THEN NULL ELSE t."pushedAt" END,
       "pulledAt" = CASE WHEN i.digest <> b."digest" THEN NULL ELSE t."pulledAt" END
     FROM input i JOIN before b ON b."name" = i.name
     WHERE t."repositoryId" = $1::bigint AND t."name" = i.name`,
    [
      repositoryId,
      resolutions.map((r) => r.name),
      resolutions.map((r) => r.digest),
      resolutions.map((r) => (r.error ? JSON.stringify(r.error) : null)),
      resolutions.map((r) => r.told !== undefined),
      resolutions.map((r) => r.told?.actor ?? null),
    ],
  );
}

/**
 * Marks tags gone: those a complete listing did not name, or (`only`) those named. Each leaves a move to nothing.
 * @param told what the registry told of, by tag
 */
export async function markTagsGone(
  db: Queryable,
  repositoryId: RepositoryId,
  which: { readonly listed: readonly string[] } | { readonly only: readonly string[] },
  told?: ReadonlyMap<string, Told>,
): Promise<number> {
  const names = "listed" in which ? which.listed : which.only;
  const condition = "listed" in which ? "NOT EXISTS" : "EXISTS";
  const rows = await db.query<{ count: bigint }>(
    `WITH gone AS (
       UPDATE "Tag" t SET "goneAt" = now()
       WHERE t."repositoryId" = $1::bigint AND t."goneAt" IS NULL
         AND ${condition} (SELECT 1 FROM unnest($2::text[]) AS l(name) WHERE l.name = t."name")
       RETURNING t."name", t."digest"
     ), moved AS (
       INSERT INTO "TagMove" ("repositoryId", "tag", "fromDigest", "toDigest", "seenBy", "actor")
       SELECT $1::bigint, g."name", g."digest", NULL, CASE WHEN i.name IS NULL THEN 'recheck' ELSE 'event' END, i.actor
       FROM gone g LEFT JOIN unnest($3::text[], $4::text[]) AS i(name, actor) ON i.name = g."name"
       WHERE g."digest" IS NOT NULL
     )
     SELECT count(*) FROM gone`,
    [repositoryId, names, [...(told?.keys() ?? [])], [...(told?.values() ?? [])].map(({ actor }) => actor)],
  );
  return Number(rows[0]?.count ?? 0);
}

/** Current digests of a repository's live tags that need no mending, for telling what a re-check changed. */
export async function tagDigests(db: Queryable, repositoryId: RepositoryId): Promise<Map<string, string>> {
  const rows = await db.query<{ name: string; digest: string }>(
    `SELECT "name", "digest" FROM "Tag" t
     WHERE "repositoryId" = $1::bigint AND "goneAt" IS NULL AND "digest" IS NOT NULL AND "error" IS NULL
       AND ("imageBytes" IS NOT NULL OR NOT EXISTS (
         SELECT 1 FROM "Manifest" m WHERE m."digest" = t."digest" AND m."kind" = 'index' AND m."totalBytes" IS NULL
       ))`,
    [repositoryId],
  );
  return new Map(rows.map((row) => [row.name, row.digest]));
}

/** Live tags that had no answer when they were asked for last, though the registry and others of the repository answered. */
export async function silentTags(db: Queryable, repositoryId: RepositoryId): Promise<Set<string>> {
  const rows = await db.query<{ name: string }>(
    `SELECT "name" FROM "Tag"
     WHERE "repositoryId" = $1::bigint AND "goneAt" IS NULL AND "error" #> '{params,alone}' IS NOT NULL`,
    [repositoryId],
  );
  return new Set(rows.map(({ name }) => name));
}

/** What a registry's own API told of a tag; times ISO 8601. */
export interface ToldTag {
  readonly tag: string;
  readonly digest?: string;
  readonly pushedAt?: string;
  readonly pulledAt?: string;
}

/**
 * Keeps what was told of live tags; names that are none are ignored. A push counts only where the tag points to its digest,
 * or none was named; a time not told leaves the one there is, and no pull makes a later one earlier. Returns how many tags changed.
 */
export async function keepTagFacts(
  db: Queryable,
  repositoryId: RepositoryId,
  told: readonly ToldTag[],
): Promise<number> {
  if (told.length === 0) return 0;
  const changed = await db.query(
    `WITH input AS (
       SELECT * FROM unnest($2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[]) AS i(name, digest, pushed, pulled)
     ), fact AS (
       SELECT t."name", coalesce(max(i.pushed) FILTER (WHERE i.digest IS NULL OR i.digest = t."digest"), t."pushedAt") AS pushed,
         greatest(max(i.pulled), t."pulledAt") AS pulled
       FROM input i JOIN "Tag" t ON t."repositoryId" = $1::bigint AND t."name" = i.name
       WHERE t."goneAt" IS NULL GROUP BY t."name", t."pushedAt", t."pulledAt"
     )
     UPDATE "Tag" t SET "pushedAt" = f.pushed, "pulledAt" = f.pulled FROM fact f
     WHERE t."repositoryId" = $1::bigint AND t."name" = f."name"
       AND (t."pushedAt", t."pulledAt") IS DISTINCT FROM (f.pushed, f.pulled)
     RETURNING t."name"`,
    [
      repositoryId,
      told.map(({ tag }) => tag),
      told.map(({ digest }) => digest ?? null),
      told.map(({ pushedAt }) => pushedAt ?? null),
      told.map(({ pulledAt }) => pulledAt ?? null),
    ],
  );
  return changed.length;
}
