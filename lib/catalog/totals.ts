import type { Queryable, RepositoryId } from "./sql.ts";

/** Platforms a filter offers at most. */
export const PLATFORMS = 40;

/**
 * Counts a repository's tags and their platforms, adds up their blobs once per digest and once per tag (compressed bytes), and
 * notes the newest push the registry tells of; else the newest creation date, or the newest move that was seen. First sight says
 * nothing about an image.
 */
const totals = (also: string) => `WITH RECURSIVE live AS (
       SELECT t."digest", t."movedAt", t."pushedAt", t."imageBytes", t."imagePlatforms" FROM "Tag" t WHERE t."repositoryId" = $1::bigint AND t."goneAt" IS NULL
     ), reach(digest) AS (
       SELECT DISTINCT "digest" FROM live WHERE "digest" IS NOT NULL
       UNION
       SELECT c."childDigest" FROM reach JOIN "ManifestChild" c ON c."parentDigest" = reach.digest
     ), stored AS (
       SELECT coalesce(sum(size), 0) AS bytes FROM (
         SELECT DISTINCT ON (b."blobDigest") b."size" FROM reach JOIN "ManifestBlob" b ON b."manifestDigest" = reach.digest
         ORDER BY b."blobDigest"
       ) one
     ), newest AS (
       SELECT max(coalesce(l."pushedAt", m."createdAt", l."movedAt")) AS at
       FROM live l LEFT JOIN "Manifest" m ON m."digest" = l."digest"
     ), platforms AS (
       SELECT p.platform, count(*) AS tags FROM live CROSS JOIN LATERAL unnest("imagePlatforms") AS p(platform)
       GROUP BY p.platform ORDER BY count(*) DESC, p.platform LIMIT ${PLATFORMS}
     )
     UPDATE "Repository" SET
       ${also}
       "tagCount" = (SELECT count(*) FROM live),
       "storedBytes" = (SELECT bytes FROM stored),
       "tagBytes" = (SELECT coalesce(sum("imageBytes"), 0) FROM live),
       "tagPlatforms" = (SELECT coalesce(jsonb_agg(jsonb_build_object('platform', platform, 'tags', tags)), '[]') FROM platforms),
       "lastPushedAt" = (SELECT at FROM newest)
     WHERE "id" = $1::bigint`;

/** Ends a completed index run: its totals, and nothing left of the last run's error. */
export async function completeRepositoryIndex(db: Queryable, id: RepositoryId): Promise<void> {
  await db.query(totals(`"indexedAt" = now(), "indexError" = NULL, "goneAt" = NULL,`), [id]);
}

/** The totals after a change of our own; when the registry was last asked stays as it is. */
export async function recountRepository(db: Queryable, id: RepositoryId): Promise<void> {
  await db.query(totals(""), [id]);
}
