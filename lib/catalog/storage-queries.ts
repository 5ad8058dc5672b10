import type { Queryable } from "./sql.ts";

/** What a registry holds, each blob once. Compressed bytes; the parts add up: own of all namespaces and shared are `bytes`. */
export interface StorageTotals {
  readonly measuredAt: Date;
  readonly bytes: number;
  /** Held in more than one namespace. */
  readonly sharedBytes: number;
  readonly blobs: number;
  readonly tags: number;
  readonly repositories: number;
  /** Manifests known here that no tag leads to any more. */
  readonly untaggedManifests: number;
  /** What only those name. */
  readonly untaggedBytes: number;
}

/** A namespace, or a repository of one. */
export interface StorageShare {
  readonly name: string;
  readonly bytes: number;
  /** Held nowhere else in the registry. */
  readonly ownBytes: number;
  /** Of a namespace: what of its own is in more than one of its repositories. */
  readonly sharedBytes: number;
  /** Repositories of a namespace, tags of a repository. */
  readonly count: number;
}

export interface StorageDayRow {
  /** "2026-11-21" */
  readonly day: string;
  readonly bytes: number;
}

export interface LargeBlobRow {
  readonly digest: string;
  readonly mediaType: string;
  readonly bytes: number;
  readonly repositories: number;
  /** The first few of the repositories that hold it. */
  readonly names: readonly string[];
}

/** pg's own numbers: sums of bytes stay far below 2^53. */
const float = (...columns: readonly string[]) =>
  columns.map((column) => `"${column}"::float8 AS "${column}"`).join(", ");

/** Null as long as it was never measured. */
export async function findStorage(
  db: Queryable,
  registryId: string,
): Promise<(StorageTotals & { readonly outdated: boolean }) | null> {
  const numbers = float("bytes", "sharedBytes", "blobs", "tags", "untaggedManifests", "untaggedBytes");
  const [row] = await db.query<StorageTotals & { readonly outdated: boolean }>(
    `SELECT "measuredAt", "repositories", ${numbers},
       EXISTS (SELECT 1 FROM "Repository" r WHERE r."registryId" = s."registryId" AND r."indexedAt" > s."measuredAt") AS "outdated"
     FROM "RegistryStorage" s WHERE "registryId" = $1::uuid`,
    [registryId],
  );
  return row ?? null;
}

const namespaceColumns = `"namespace" AS "name", ${float("bytes", "ownBytes", "sharedBytes")}, "repositories" AS "count"`;

export async function findNamespaceStorage(
  db: Queryable,
  registryId: string,
  namespace: string,
): Promise<StorageShare | undefined> {
  const [row] = await db.query<StorageShare>(
    `SELECT ${namespaceColumns} FROM "NamespaceStorage" WHERE "registryId" = $1::uuid AND "namespace" = $2`,
    [registryId, namespace],
  );
  return row;
}

/** Namespaces, the largest part of their own first. */
export async function listNamespaceStorage(
  db: Queryable,
  registryId: string,
  limit: number,
): Promise<StorageShare[]> {
  return db.query<StorageShare>(
    `SELECT ${namespaceColumns} FROM "NamespaceStorage" n WHERE "registryId" = $1::uuid ORDER BY n."ownBytes" DESC, n."namespace" COLLATE "C" LIMIT $2`,
    [registryId, limit],
  );
}

/** Repositories of one namespace ("" for those without), the largest part of their own first. */
export async function listRepositoryStorage(
  db: Queryable,
  registryId: string,
  namespace: string,
  limit: number,
): Promise<StorageShare[]> {
  const below = namespace === "" ? `r."name" NOT LIKE '%/%' AND $2 = ''` : `starts_with(r."name", $2 || '/')`;
  return db.query<StorageShare>(
    `SELECT r."name", coalesce(r."storedBytes", 0)::float8 AS "bytes", coalesce(r."ownBytes", 0)::float8 AS "ownBytes",
       0::float8 AS "sharedBytes", coalesce(r."tagCount", 0) AS "count"
     FROM "Repository" r WHERE r."registryId" = $1::uuid AND r."goneAt" IS NULL AND ${below}
     ORDER BY coalesce(r."ownBytes", 0) DESC, r."name" COLLATE "C" LIMIT $3`,
    [registryId, namespace, limit],
  );
}

/** The last `days` days that were measured, oldest first. */
export async function listStorageDays(
  db: Queryable,
  registryId: string,
  days: number,
): Promise<StorageDayRow[]> {
  return db.query<StorageDayRow>(
    `SELECT to_char("day", 'YYYY-MM-DD') AS "day", ${float("bytes")} FROM "StorageDay" d
     WHERE "registryId" = $1::uuid AND d."day" > (now() AT TIME ZONE 'UTC')::date - $2::int ORDER BY d."day"`,
    [registryId, days],
  );
}

/** The largest blobs, largest first. */
export async function listLargeBlobs(
  db: Queryable,
  registryId: string,
  limit: number,
): Promise<LargeBlobRow[]> {
  return db.query<LargeBlobRow>(
    `SELECT "digest", "mediaType", ${float("bytes")}, "repositories", "names" FROM "LargeBlob"
     WHERE "registryId" = $1::uuid ORDER BY "position" LIMIT $2`,
    [registryId, limit],
  );
}
