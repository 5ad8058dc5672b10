import type { Queryable } from "./sql.ts";

/** So many of the largest blobs are remembered, each with so many names of who holds it. */
const largestBlobs = 100;
const namesOfEach = 5;

/**
 * Everything a registry's tags lead to, each blob once: what the registry, its namespaces and its repositories hold, how much of
 * it nobody else does, and the largest blobs. A blob in two repositories of one namespace is that namespace's own and no
 * repository's; one in two namespaces is the registry's alone. So the parts add up to the whole.
 */
const measure = `WITH RECURSIVE repos AS MATERIALIZED (
    SELECT r."id", r."name", CASE WHEN r."name" LIKE '%/%' THEN split_part(r."name", '/', 1) ELSE '' END AS namespace
    FROM "Repository" r WHERE r."registryId" = $1::uuid AND r."goneAt" IS NULL
  ), live AS MATERIALIZED (
    SELECT t."repositoryId" AS repository, t."digest", count(*) AS tags FROM "Tag" t JOIN repos ON repos."id" = t."repositoryId"
    WHERE t."goneAt" IS NULL GROUP BY 1, 2
  ), reach(repository, digest) AS (
    SELECT repository, "digest" FROM live WHERE "digest" IS NOT NULL
    UNION
    SELECT reach.repository, c."childDigest" FROM reach JOIN "ManifestChild" c ON c."parentDigest" = reach.digest
  ), held AS MATERIALIZED (
    SELECT reach.repository, b."blobDigest" AS digest, max(b."size") AS size, max(b."mediaType") AS media_type
    FROM reach JOIN "ManifestBlob" b ON b."manifestDigest" = reach.digest GROUP BY 1, 2
  ), one AS MATERIALIZED (
    SELECT h.digest, max(h.size) AS size, max(h.media_type) AS media_type, count(*) AS repositories,
      min(h.repository) AS repository, min(r.namespace) AS namespace, min(r.namespace) <> max(r.namespace) AS across
    FROM held h JOIN repos r ON r."id" = h.repository GROUP BY 1
  ), own AS (
    UPDATE "Repository" r SET "ownBytes" = n.bytes
    FROM (SELECT repos."id", coalesce(sum(one.size), 0) AS bytes
          FROM repos LEFT JOIN one ON one.repository = repos."id" AND one.repositories = 1 GROUP BY 1) n
    WHERE r."id" = n."id" AND r."ownBytes" IS DISTINCT FROM n.bytes
  ), namespaces AS (
    INSERT INTO "NamespaceStorage" ("registryId", "namespace", "measuredAt", "bytes", "ownBytes", "sharedBytes", "repositories")
    SELECT $1::uuid, n.namespace, now(), coalesce(a.bytes, 0), coalesce(o.bytes, 0), coalesce(o.shared, 0), n.repositories
    FROM (SELECT namespace, count(*) AS repositories FROM repos GROUP BY 1) n
      LEFT JOIN (SELECT namespace, sum(size) AS bytes FROM (
          SELECT r.namespace, h.digest, max(h.size) AS size FROM held h JOIN repos r ON r."id" = h.repository GROUP BY 1, 2
        ) once GROUP BY 1) a ON a.namespace = n.namespace
      LEFT JOIN (SELECT namespace, sum(size) AS bytes, sum(size) FILTER (WHERE repositories > 1) AS shared
        FROM one WHERE NOT across GROUP BY 1) o ON o.namespace = n.namespace
    ON CONFLICT ("registryId", "namespace") DO UPDATE SET "measuredAt" = now(), "bytes" = excluded."bytes",
      "ownBytes" = excluded."ownBytes", "sharedBytes" = excluded."sharedBytes", "repositories" = excluded."repositories"
  ), largest AS MATERIALIZED (
    SELECT row_number() OVER (ORDER BY size DESC, digest) AS position, * FROM one ORDER BY size DESC, digest LIMIT ${largestBlobs}
  ), blobs AS (
    INSERT INTO "LargeBlob" ("registryId", "position", "measuredAt", "digest", "mediaType", "bytes", "repositories", "names")
    SELECT $1::uuid, l.position, now(), l.digest, l.media_type, l.size, l.repositories,
      (SELECT (array_agg(r."name" ORDER BY r."name" COLLATE "C"))[1:${namesOfEach}]
       FROM held h JOIN repos r ON r."id" = h.repository WHERE h.digest = l.digest)
    FROM largest l
    ON CONFLICT ("registryId", "position") DO UPDATE SET "measuredAt" = now(), "digest" = excluded."digest",
      "mediaType" = excluded."mediaType", "bytes" = excluded."bytes", "repositories" = excluded."repositories",
      "names" = excluded."names"
  ), loose AS MATERIALIZED (
    SELECT m."repositoryId" AS repository, m."digest" FROM "RepositoryManifest" m JOIN repos ON repos."id" = m."repositoryId"
    WHERE NOT EXISTS (SELECT 1 FROM reach WHERE reach.repository = m."repositoryId" AND reach.digest = m."digest")
  ), untagged AS MATERIALIZED (
    -- What is attached to something tagged needs no tag.
    SELECT l."digest" FROM loose l JOIN "Manifest" m ON m."digest" = l."digest"
    WHERE NOT EXISTS (SELECT 1 FROM reach WHERE reach.repository = l.repository AND reach.digest = m."subject")
  ), totals AS (
    SELECT (SELECT coalesce(sum(size), 0) FROM one) AS bytes, (SELECT coalesce(sum(size), 0) FROM one WHERE across) AS shared,
      (SELECT count(*) FROM one) AS blobs, (SELECT coalesce(sum(tags), 0) FROM live) AS tags,
      (SELECT count(*) FROM repos) AS repositories, (SELECT count(*) FROM untagged) AS untagged,
      (SELECT coalesce(sum(size), 0) FROM (
        SELECT b."blobDigest", max(b."size") AS size FROM (SELECT DISTINCT "digest" FROM untagged) u
          JOIN "ManifestBlob" b ON b."manifestDigest" = u."digest"
        WHERE NOT EXISTS (SELECT 1 FROM one WHERE one.digest = b."blobDigest") GROUP BY 1
      ) rest) AS untagged_bytes
  ), day AS (
    INSERT INTO "StorageDay" ("registryId", "day", "bytes", "tags", "repositories")
    SELECT $1::uuid, (now() AT TIME ZONE 'UTC')::date, bytes, tags, repositories FROM totals
    ON CONFLICT ("registryId", "day") DO UPDATE SET "bytes" = excluded."bytes", "tags" = excluded."tags",
      "repositories" = excluded."repositories"
  )
  INSERT INTO "RegistryStorage" ("registryId", "measuredAt", "bytes", "sharedBytes", "blobs", "tags", "repositories",
    "untaggedManifests", "untaggedBytes")
  SELECT $1::uuid, now(), bytes, shared, blobs, tags, repositories, untagged, untagged_bytes FROM totals
  ON CONFLICT ("registryId") DO UPDATE SET "measuredAt" = now(), "bytes" = excluded."bytes",
    "sharedBytes" = excluded."sharedBytes", "blobs" = excluded."blobs", "tags" = excluded."tags",
    "repositories" = excluded."repositories", "untaggedManifests" = excluded."untaggedManifests",
    "untaggedBytes" = excluded."untaggedBytes"`;

/**
 * Measures a registry's storage and replaces what was measured before. Seconds for a hundred thousand manifests; in a transaction,
 * so that nobody sees half of it.
 */
export async function measureStorage(tx: Queryable, registryId: string): Promise<void> {
  // Hashing a million digests in four megabytes would go to disk many times; compiling the statement takes longer than most runs.
  await tx.query(`SET LOCAL work_mem = '64MB'`);
  await tx.query(`SET LOCAL jit = off`);
  await tx.query(measure, [registryId]);
  for (const table of ["NamespaceStorage", "LargeBlob"]) {
    await tx.query(
      `DELETE FROM "${table}" WHERE "registryId" = $1::uuid AND "measuredAt" < now()::timestamptz(3)`,
      [registryId],
    );
  }
}

/** Registries whose storage was not measured today (UTC), the longest waiting first. */
export async function unmeasuredToday(db: Queryable): Promise<string[]> {
  const rows = await db.query<{ id: string }>(
    `SELECT g."id" FROM "Registry" g LEFT JOIN "RegistryStorage" s ON s."registryId" = g."id"
     WHERE s."measuredAt" IS NULL OR (s."measuredAt" AT TIME ZONE 'UTC')::date <> (now() AT TIME ZONE 'UTC')::date
     ORDER BY s."measuredAt" NULLS FIRST`,
  );
  return rows.map(({ id }) => id);
}
