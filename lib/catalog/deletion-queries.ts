import { type Queryable, type RepositoryId, toNumber } from "./sql.ts";

export interface ImageFacts {
  readonly kind: "image" | "index" | "artifact" | "schema1";
  readonly platforms: readonly string[];
}

/** What a repository's manifests are, by digest; those it is not known to hold are left out. */
export async function describeManifests(
  db: Queryable,
  repositoryId: RepositoryId,
  digests: readonly string[],
): Promise<Map<string, ImageFacts>> {
  const rows = await db.query<ImageFacts & { readonly digest: string }>(
    `SELECT m."digest", m."kind", m."platforms" FROM "RepositoryManifest" e JOIN "Manifest" m ON m."digest" = e."digest"
     WHERE e."repositoryId" = $1::bigint AND e."digest" = ANY($2::text[])`,
    [repositoryId, digests],
  );
  return new Map(rows.map(({ digest, kind, platforms }) => [digest, { kind, platforms }]));
}

/** For each digest, the repository's tags on indexes that hold it: they would lose a part with it. */
export async function tagsAround(
  db: Queryable,
  repositoryId: RepositoryId,
  digests: readonly string[],
): Promise<Map<string, string[]>> {
  const rows = await db.query<{ part: string; tags: string[] }>(
    `WITH RECURSIVE around(part, digest) AS (
       SELECT c."childDigest", c."parentDigest" FROM "ManifestChild" c WHERE c."childDigest" = ANY($2::text[])
       UNION
       SELECT a.part, c."parentDigest" FROM around a JOIN "ManifestChild" c ON c."childDigest" = a.digest
     )
     SELECT a.part, array_agg(DISTINCT t."name" ORDER BY t."name") AS tags
     FROM around a JOIN "Tag" t ON t."digest" = a.digest
     WHERE t."repositoryId" = $1::bigint AND t."goneAt" IS NULL AND NOT t."digest" = ANY($2::text[])
     GROUP BY a.part`,
    [repositoryId, digests],
  );
  return new Map(rows.map(({ part, tags }) => [part, tags]));
}

/**
 * Compressed bytes that no other tag of the registry's index leads to once nothing of this repository points at `digests`;
 * null when the repository is not known to hold one of them, so that its blobs are unknown.
 */
export async function countFreedBytes(
  db: Queryable,
  repositoryId: RepositoryId,
  digests: readonly string[],
): Promise<number | null> {
  const rows = await db.query<{ bytes: bigint | null }>(
    `WITH RECURSIVE leaving(digest) AS (
       SELECT DISTINCT unnest($2::text[])
       UNION
       SELECT c."childDigest" FROM leaving l JOIN "ManifestChild" c ON c."parentDigest" = l.digest
     ), blobs AS (
       SELECT DISTINCT ON (b."blobDigest") b."blobDigest" AS blob, b."size"
       FROM leaving l JOIN "ManifestBlob" b ON b."manifestDigest" = l.digest ORDER BY b."blobDigest"
     ), holder(blob, digest) AS (
       SELECT blobs.blob, b."manifestDigest" FROM blobs JOIN "ManifestBlob" b ON b."blobDigest" = blobs.blob
       UNION
       SELECT h.blob, c."parentDigest" FROM holder h JOIN "ManifestChild" c ON c."childDigest" = h.digest
     ), kept AS (
       SELECT DISTINCT h.blob FROM holder h
         JOIN "Tag" t ON t."digest" = h.digest AND t."goneAt" IS NULL
         JOIN "Repository" r ON r."id" = t."repositoryId" AND r."goneAt" IS NULL
       WHERE r."registryId" = (SELECT "registryId" FROM "Repository" WHERE "id" = $1::bigint)
         AND NOT (t."repositoryId" = $1::bigint AND t."digest" = ANY($2::text[]))
     )
     SELECT CASE WHEN EXISTS (
         SELECT 1 FROM unnest($2::text[]) AS d(digest) WHERE NOT EXISTS (
           SELECT 1 FROM "RepositoryManifest" e WHERE e."repositoryId" = $1::bigint AND e."digest" = d.digest)
       ) THEN NULL ELSE (SELECT coalesce(sum("size"), 0)::bigint FROM blobs WHERE blob NOT IN (SELECT blob FROM kept)) END AS bytes`,
    [repositoryId, digests],
  );
  return toNumber(rows[0]?.bytes ?? null);
}
