import { byteaArray } from "./bytea-array.ts";
import type { Queryable, RepositoryId } from "./sql.ts";

/** One verified manifest with everything the pages ask about it, ready to store. Sizes in bytes. */
export interface ManifestRecord {
  readonly digest: string;
  readonly mediaType: string;
  readonly kind: "image" | "index" | "artifact" | "schema1";
  readonly artifactType: string | null;
  readonly raw: Uint8Array;
  readonly configDigest: string | null;
  /** Of an index: null, settled from its children by `settleIndexes`. */
  readonly totalBytes: number | null;
  /** ISO 8601 */
  readonly createdAt: string | null;
  readonly platforms: readonly string[];
  readonly annotations: Readonly<Record<string, string>>;
  readonly subject: string | null;
  readonly children: readonly ChildRecord[];
  readonly blobs: readonly BlobRecord[];
}
export interface ChildRecord {
  readonly digest: string;
  readonly mediaType: string;
  readonly size: number;
  readonly platform: string | null;
  readonly role: "platform" | "attestation" | "artifact";
  readonly refersTo: string | null;
}
/** Position -1 is the config, then layers in order. */
export interface BlobRecord {
  readonly position: number;
  readonly digest: string;
  readonly mediaType: string;
  readonly size: number;
}

/** Those of `digests` the index does not hold yet. */
export async function unseenManifests(db: Queryable, digests: readonly string[]): Promise<string[]> {
  const rows = await db.query<{ digest: string }>(
    `SELECT DISTINCT d.digest FROM unnest($1::text[]) AS d(digest)
     WHERE NOT EXISTS (SELECT 1 FROM "Manifest" m WHERE m."digest" = d.digest)`,
    [digests],
  );
  return rows.map((row) => row.digest);
}

/** A manifest the index has not or not whole, and which of those asked for leads to it: itself, or an index above. */
export interface IncompleteManifest {
  readonly root: string;
  readonly digest: string;
  /** Stored; its config is what is missing, or that it is settled. */
  readonly held: boolean;
}

/**
 * What is missing of `digests` and below them: manifests never stored, images whose config (of at most `configBytes`) could not be
 * had, and indexes that were not settled, by a crash or a registry's error. OFFSET 0 has them looked up one by one: the planner
 * expects a recursion to bring ten times as many, and would read tables of some thousands whole for a hundred digests.
 */
export async function incompleteManifests(
  db: Queryable,
  digests: readonly string[],
  configBytes: number,
): Promise<IncompleteManifest[]> {
  return db.query<{ root: string; digest: string; held: boolean }>(
    `WITH RECURSIVE reach(root, digest) AS (
       SELECT DISTINCT d, d FROM unnest($1::text[]) AS d
       UNION
       SELECT r.root, c."childDigest" FROM reach r CROSS JOIN LATERAL (
         SELECT "childDigest" FROM "ManifestChild" WHERE "parentDigest" = r.digest
           AND ("role" <> 'artifact' OR "mediaType" ~ 'manifest|image\\.index') OFFSET 0
       ) c
     )
     SELECT r.root, r.digest, m."digest" IS NOT NULL AS held
     FROM reach r LEFT JOIN LATERAL (
       SELECT "digest", "kind", "totalBytes", "platforms" FROM "Manifest" WHERE "digest" = r.digest OFFSET 0
     ) m ON true
     WHERE m."digest" IS NULL OR (m."kind" = 'index' AND m."totalBytes" IS NULL) OR (m."kind" = 'image' AND m."platforms" = '{}' AND EXISTS (
       SELECT 1 FROM "ManifestBlob" b WHERE b."manifestDigest" = m."digest" AND b."position" = -1 AND b."size" <= $2))`,
    [digests, configBytes],
  );
}

/** The indexes that name any of `digests`. */
export async function parentManifests(db: Queryable, digests: readonly string[]): Promise<string[]> {
  if (digests.length === 0) return [];
  const rows = await db.query<{ digest: string }>(
    `SELECT DISTINCT "parentDigest" AS digest FROM "ManifestChild" WHERE "childDigest" = ANY($1::text[])`,
    [digests],
  );
  return rows.map((row) => row.digest);
}

/** Those of `digests` whose config bytes the index holds. */
export async function loadConfigs(
  db: Queryable,
  digests: readonly string[],
): Promise<Map<string, Uint8Array>> {
  const rows = await db.lookUp<{ digest: string; raw: Buffer }>(
    `SELECT "digest", "raw" FROM "ConfigBlob" WHERE "digest" = ANY($1::text[])`,
    [digests],
  );
  return new Map(rows.map((row) => [row.digest, row.raw]));
}

/** Configs by digest; immutable, so one that is there stays. */
export async function storeConfigs(db: Queryable, configs: ReadonlyMap<string, Uint8Array>): Promise<void> {
  if (configs.size === 0) return;
  await db.query(
    `INSERT INTO "ConfigBlob" ("digest", "raw") SELECT * FROM unnest($1::text[], $2::bytea[]) ON CONFLICT DO NOTHING`,
    [[...configs.keys()], byteaArray([...configs.values()])],
  );
}

/**
 * Stores manifests with children, blobs and labels in one statement: whoever sees a manifest sees all of it. Configs must be
 * there before, since they hold the labels; an image stored without gets what its config says when that can be had. Indexes are
 * settled from the children known, so children must be stored no later than their parents.
 */
export async function storeManifests(db: Queryable, records: readonly ManifestRecord[]): Promise<void> {
  if (records.length === 0) return;
  const children = records.flatMap((m) =>
    m.children.map((child, position) => ({ parent: m.digest, position, child })),
  );
  const blobs = records.flatMap((m) => m.blobs.map((blob) => ({ manifest: m.digest, blob })));
  await db.query(
    `WITH manifests AS (
       INSERT INTO "Manifest" ("digest", "mediaType", "kind", "artifactType", "raw", "rawSize", "configDigest",
         "totalBytes", "createdAt", "platforms", "annotations", "subject")
       SELECT digest, media_type, kind, artifact_type, raw, length(raw), config_digest, total_bytes, created_at,
         ARRAY(SELECT jsonb_array_elements_text(platforms::jsonb)), annotations::jsonb, subject
       FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bytea[], $6::text[], $7::bigint[],
         $8::timestamptz[], $9::text[], $10::text[], $11::text[])
         AS m(digest, media_type, kind, artifact_type, raw, config_digest, total_bytes, created_at, platforms, annotations, subject)
       ON CONFLICT ("digest") DO UPDATE SET "createdAt" = EXCLUDED."createdAt", "platforms" = EXCLUDED."platforms"
         WHERE "Manifest"."kind" = 'image' AND "Manifest"."platforms" = '{}' AND EXCLUDED."platforms" <> '{}'
     ), labels AS (
       INSERT INTO "ManifestLabel" ("manifestDigest", "key", "value")
       SELECT m.digest, l."key", l."value" FROM unnest($1::text[], $6::text[], $10::text[]) AS m(digest, config_digest, annotations)
         LEFT JOIN "ConfigBlob" c ON c."digest" = m.config_digest
         CROSS JOIN LATERAL "imageLabels"(c."raw", m.annotations::jsonb) AS l
       ON CONFLICT DO NOTHING
     ), children AS (
       INSERT INTO "ManifestChild" ("parentDigest", "position", "childDigest", "mediaType", "size", "platform", "role", "refersTo")
       SELECT * FROM unnest($12::text[], $13::int[], $14::text[], $15::text[], $16::bigint[], $17::text[], $18::text[], $19::text[])
       ON CONFLICT DO NOTHING
     )
     INSERT INTO "ManifestBlob" ("manifestDigest", "position", "blobDigest", "mediaType", "size")
     SELECT * FROM unnest($20::text[], $21::int[], $22::text[], $23::text[], $24::bigint[]) ON CONFLICT DO NOTHING`,
    [
      records.map((m) => m.digest),
      records.map((m) => m.mediaType),
      records.map((m) => m.kind),
      records.map((m) => m.artifactType),
      byteaArray(records.map((m) => m.raw)),
      records.map((m) => m.configDigest),
      records.map((m) => m.totalBytes),
      records.map((m) => m.createdAt),
      records.map((m) => JSON.stringify(m.platforms)),
      records.map((m) => JSON.stringify(m.annotations)),
      records.map((m) => m.subject),
      children.map((c) => c.parent),
      children.map((c) => c.position),
      children.map((c) => c.child.digest),
      children.map((c) => c.child.mediaType),
      children.map((c) => c.child.size),
      children.map((c) => c.child.platform),
      children.map((c) => c.child.role),
      children.map((c) => c.child.refersTo),
      blobs.map((b) => b.manifest),
      blobs.map((b) => b.blob.position),
      blobs.map((b) => b.blob.digest),
      blobs.map((b) => b.blob.mediaType),
      blobs.map((b) => b.blob.size),
    ],
  );
}

/** Size (each blob once), newest creation date and platforms of indexes, from the children known now. */
export async function settleIndexes(db: Queryable, digests: readonly string[]): Promise<void> {
  if (digests.length === 0) return;
  await db.query(
    `WITH RECURSIVE reach(root, digest) AS (
       SELECT d, d FROM unnest($1::text[]) AS d
       UNION
       SELECT r.root, c."childDigest" FROM reach r JOIN "ManifestChild" c ON c."parentDigest" = r.digest
     ), bytes AS (
       SELECT root, sum(size) AS total FROM (
         SELECT DISTINCT r.root, b."blobDigest", b."size" FROM reach r JOIN "ManifestBlob" b ON b."manifestDigest" = r.digest
       ) one GROUP BY root
     ), newest AS (
       SELECT r.root, max(m."createdAt") AS at FROM reach r JOIN "Manifest" m ON m."digest" = r.digest
       WHERE m."kind" <> 'index' GROUP BY r.root
     ), shown AS (
       SELECT "parentDigest" AS root, array_agg(DISTINCT "platform") AS platforms FROM "ManifestChild"
       WHERE "parentDigest" = ANY($1::text[]) AND "role" = 'platform' AND "platform" IS NOT NULL GROUP BY "parentDigest"
     )
     UPDATE "Manifest" m SET "totalBytes" = coalesce(b.total, 0), "createdAt" = coalesce(n.at, m."createdAt"),
       "platforms" = coalesce(s.platforms, '{}')
     FROM unnest($1::text[]) AS d(digest)
       LEFT JOIN bytes b ON b.root = d.digest LEFT JOIN newest n ON n.root = d.digest LEFT JOIN shown s ON s.root = d.digest
     WHERE m."digest" = d.digest AND m."kind" = 'index'`,
    [digests],
  );
}

/**
 * Records that this repository holds these manifests and all they lead to, as far as stored: the edge reads go through. Looked up
 * as `incompleteManifests` does.
 */
export async function linkManifests(
  db: Queryable,
  repositoryId: RepositoryId,
  digests: readonly string[],
): Promise<void> {
  if (digests.length === 0) return;
  await db.query(
    `WITH RECURSIVE reach(digest) AS (
       SELECT DISTINCT unnest($2::text[])
       UNION
       SELECT c."childDigest" FROM reach CROSS JOIN LATERAL (
         SELECT "childDigest" FROM "ManifestChild" WHERE "parentDigest" = reach.digest OFFSET 0
       ) c
     )
     INSERT INTO "RepositoryManifest" ("repositoryId", "digest")
     SELECT $1::bigint, m."digest" FROM reach CROSS JOIN LATERAL (
       SELECT "digest" FROM "Manifest" WHERE "digest" = reach.digest OFFSET 0
     ) m ON CONFLICT DO NOTHING`,
    [repositoryId, digests],
  );
}
