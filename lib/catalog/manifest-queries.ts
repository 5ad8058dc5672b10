import { type Queryable, type RepositoryId, toNumber } from "./sql.ts";

export interface StoredManifest {
  readonly digest: string;
  readonly mediaType: string;
  readonly kind: "image" | "index" | "artifact" | "schema1";
  readonly artifactType: string | null;
  readonly raw: Uint8Array;
  readonly configDigest: string | null;
  readonly totalBytes: number | null;
  readonly createdAt: string | null;
  readonly platforms: readonly string[];
  readonly subject: string | null;
  readonly seenAt: string;
}

/**
 * A manifest as held by one repository, or null. One that is stored but not held by this repository is null too, by
 * the same query: a digest guessed right says nothing.
 */
export async function findManifest(
  db: Queryable,
  repositoryId: RepositoryId,
  digest: string,
): Promise<StoredManifest | null> {
  const rows = await db.lookUp<{
    digest: string;
    mediaType: string;
    kind: StoredManifest["kind"];
    artifactType: string | null;
    raw: Buffer;
    configDigest: string | null;
    totalBytes: bigint | null;
    createdAt: Date | null;
    platforms: string[];
    subject: string | null;
    seenAt: Date;
  }>(
    `SELECT m."digest", m."mediaType", m."kind", m."artifactType", m."raw", m."configDigest", m."totalBytes",
       m."createdAt", m."platforms", m."subject", e."seenAt"
     FROM "RepositoryManifest" e JOIN "Manifest" m ON m."digest" = e."digest"
     WHERE e."repositoryId" = $1::bigint AND e."digest" = $2`,
    [repositoryId, digest],
  );
  const row = rows[0];
  if (!row) return null;
  return {
    ...row,
    totalBytes: toNumber(row.totalBytes),
    createdAt: row.createdAt?.toISOString() ?? null,
    seenAt: row.seenAt.toISOString(),
  };
}

/** What lists say of manifests the repository holds, by digest; those it does not hold are absent. */
export async function manifestFacts(
  db: Queryable,
  repositoryId: RepositoryId,
  digests: readonly string[],
): Promise<Map<string, Pick<StoredManifest, "artifactType" | "totalBytes" | "createdAt">>> {
  const rows = await db.query<{
    digest: string;
    artifactType: string | null;
    totalBytes: bigint | null;
    createdAt: Date | null;
  }>(
    `SELECT m."digest", m."artifactType", m."totalBytes", m."createdAt"
     FROM "RepositoryManifest" e JOIN "Manifest" m ON m."digest" = e."digest"
     WHERE e."repositoryId" = $1::bigint AND e."digest" = ANY($2::text[])`,
    [repositoryId, digests],
  );
  return new Map(
    rows.map(({ digest, artifactType, totalBytes, createdAt }) => [
      digest,
      { artifactType, totalBytes: toNumber(totalBytes), createdAt: createdAt?.toISOString() ?? null },
    ]),
  );
}

/** A config's bytes through a manifest the repository holds, or null: same rule as `findManifest`. */
export async function findConfig(
  db: Queryable,
  repositoryId: RepositoryId,
  manifestDigest: string,
): Promise<Uint8Array | null> {
  const rows = await db.lookUp<{ raw: Buffer }>(
    `SELECT c."raw" FROM "RepositoryManifest" e JOIN "Manifest" m ON m."digest" = e."digest"
       JOIN "ConfigBlob" c ON c."digest" = m."configDigest"
     WHERE e."repositoryId" = $1::bigint AND e."digest" = $2`,
    [repositoryId, manifestDigest],
  );
  return rows[0]?.raw ?? null;
}

export interface ManifestChildRow {
  readonly digest: string;
  readonly mediaType: string;
  /** Bytes of the child manifest itself. */
  readonly size: number;
  readonly platform: string | null;
  readonly role: "platform" | "attestation" | "artifact";
  readonly refersTo: string | null;
  /** Whether this repository holds it: an index may name what the registry does not have. */
  readonly held: boolean;
  readonly totalBytes: number | null;
  readonly createdAt: string | null;
  readonly artifactType: string | null;
}

/** Children of an index, in its order. */
export async function listChildren(
  db: Queryable,
  repositoryId: RepositoryId,
  digest: string,
): Promise<ManifestChildRow[]> {
  const rows = await db.lookUp<{
    digest: string;
    mediaType: string;
    size: bigint;
    platform: string | null;
    role: ManifestChildRow["role"];
    refersTo: string | null;
    held: boolean;
    totalBytes: bigint | null;
    createdAt: Date | null;
    artifactType: string | null;
  }>(
    `SELECT c."childDigest" AS digest, c."mediaType", c."size", c."platform", c."role", c."refersTo",
       m."digest" IS NOT NULL AS held, m."totalBytes", m."createdAt", m."artifactType"
     FROM "ManifestChild" c
       LEFT JOIN "RepositoryManifest" e ON e."repositoryId" = $1::bigint AND e."digest" = c."childDigest"
       LEFT JOIN "Manifest" m ON m."digest" = e."digest"
     WHERE c."parentDigest" = $2 ORDER BY c."position"`,
    [repositoryId, digest],
  );
  return rows.map((row) => ({
    ...row,
    size: Number(row.size),
    totalBytes: toNumber(row.totalBytes),
    createdAt: row.createdAt?.toISOString() ?? null,
  }));
}

/** Half a registry may stand on one base layer: so many of the manifests with it are looked at, and tags of each. */
const counted = { holders: 40, tagsOfEach: 25 };

export interface LayerSharing {
  /** Other tags of this repository whose images contain the blob. */
  readonly repository: number;
  /** Other tags of the whole registry, this repository's included. */
  readonly registry: number;
  /** There are more than were counted. */
  readonly more: boolean;
}

/**
 * For each blob of a manifest, how many tags on other digests use it too: deleting this image would not free those
 * bytes. `root` is the digest the page stands on (the index, when `manifest` is one of its platforms); tags on the
 * root are the same image by another name and not counted.
 */
export async function countLayerSharing(
  db: Queryable,
  repositoryId: RepositoryId,
  manifest: string,
  root: string,
): Promise<Map<string, LayerSharing>> {
  const rows = await db.query<{ blob: string; repository: bigint; registry: bigint; more: boolean }>(
    // Materialised: else the dear second half makes Postgres prefer a whole scan that seems to give one blob less.
    `WITH blobs AS MATERIALIZED (
       SELECT DISTINCT "blobDigest" AS blob FROM "ManifestBlob" WHERE "manifestDigest" = $2 AND "position" >= 0
     )
     SELECT blobs.blob, shared.* FROM blobs CROSS JOIN LATERAL (
       WITH RECURSIVE own(digest) AS (
         SELECT b."manifestDigest" FROM "ManifestBlob" b WHERE b."blobDigest" = blobs.blob LIMIT $4
       ), holder(digest) AS (
         SELECT digest FROM own
         UNION
         SELECT c."parentDigest" FROM holder h JOIN "ManifestChild" c ON c."childDigest" = h.digest
       )
       SELECT count(DISTINCT t."name") FILTER (WHERE t."repositoryId" = $1::bigint) AS repository,
         count(DISTINCT (t."repositoryId", t."name")) AS registry,
         (SELECT count(*) FROM own) = $4 OR coalesce(bool_or(t.last), false) AS more
       FROM holder h CROSS JOIN LATERAL (
         SELECT t."repositoryId", t."name", row_number() OVER () = $5 AS last FROM "Tag" t
         WHERE t."digest" = h.digest AND t."goneAt" IS NULL AND t."digest" <> $3 LIMIT $5
       ) t JOIN "Repository" r ON r."id" = t."repositoryId" AND r."goneAt" IS NULL
       WHERE r."registryId" = (SELECT "registryId" FROM "Repository" WHERE "id" = $1::bigint)
     ) shared`,
    [repositoryId, manifest, root, counted.holders, counted.tagsOfEach],
  );
  return new Map(
    rows.map((row) => [
      row.blob,
      { repository: Number(row.repository), registry: Number(row.registry), more: row.more },
    ]),
  );
}
