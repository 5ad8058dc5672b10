import type { ErrorDto } from "../errors.ts";
import {
  COUNT_CAP,
  type Cursor,
  type Direction,
  keyset,
  type ListPage,
  likePattern,
  type Queryable,
  readKeyset,
  type SortColumn,
  toNumber,
  toPage,
} from "./sql.ts";

/** The only fields a list of repositories may be sorted by. */
export const repositorySorts = ["name", "tags", "size", "pushed", "indexed"] as const;
export type RepositorySort = (typeof repositorySorts)[number];

const columns: Record<RepositorySort, SortColumn> = {
  name: { expression: `r."name"`, type: "text" },
  tags: { expression: `r."tagCount"::bigint`, type: "bigint", nullable: true },
  size: { expression: `r."storedBytes"`, type: "bigint", nullable: true },
  pushed: { expression: `r."lastPushedAt"`, type: "timestamptz", nullable: true },
  indexed: { expression: `r."indexedAt"`, type: "timestamptz", nullable: true },
};

export interface RepositoryRow {
  readonly name: string;
  readonly pinned: boolean;
  /** null: never indexed. */
  readonly tagCount: number | null;
  /** Compressed bytes, each blob once. */
  readonly storedBytes: number | null;
  readonly lastPushedAt: string | null;
  readonly indexedAt: string | null;
  readonly indexError: ErrorDto | null;
}

export interface RepositoryQuery {
  readonly registryId: string;
  /** Anywhere in the name, any case. */
  readonly filter?: string;
  /** Only what lies under this namespace ("library" → "library/…"). */
  readonly namespace?: string;
  readonly pinned?: boolean;
  readonly sort: RepositorySort;
  readonly direction: Direction;
  readonly cursor?: Cursor;
  readonly limit: number;
}

interface Row {
  name: string;
  key: string | null;
  pinned: boolean;
  tagCount: number | null;
  storedBytes: bigint | null;
  lastPushedAt: Date | null;
  indexedAt: Date | null;
  indexError: ErrorDto | null;
}

function conditions(query: Pick<RepositoryQuery, "registryId" | "filter" | "namespace" | "pinned">) {
  return {
    where: `r."registryId" = $1::uuid AND r."goneAt" IS NULL AND ($2::text IS NULL OR r."name" ILIKE $2)
      AND ($3::text IS NULL OR r."name" LIKE $3) AND ($4::boolean IS NULL OR r."pinned" = $4)`,
    values: [
      query.registryId,
      query.filter ? likePattern(query.filter, "contains") : null,
      query.namespace ? likePattern(`${query.namespace}/`, "prefix") : null,
      query.pinned ?? null,
    ],
  };
}

/** One page of a registry's repositories. */
export async function listRepositories(
  db: Queryable,
  query: RepositoryQuery,
): Promise<ListPage<RepositoryRow>> {
  const { where, values } = conditions(query);
  const parts = keyset(columns[query.sort], query.direction, `r."name"`, query.cursor, values.length + 1);
  const [rows, count] = await Promise.all([
    readKeyset(parts, query.limit + 1, (part, limit) =>
      db.query<Row>(
        `SELECT r."name", r."pinned", r."tagCount", r."storedBytes", r."lastPushedAt", r."indexedAt", r."indexError",
           ${part.keyText} AS key
         FROM "Repository" r WHERE ${where} AND ${part.where} ${part.order} LIMIT $${values.length + part.values.length + 1}`,
        [...values, ...part.values, limit],
      ),
    ),
    countRepositories(db, query),
  ]);
  return toPage(rows, query.limit, count, toRow);
}

/** How many match, exact up to COUNT_CAP. */
export async function countRepositories(
  db: Queryable,
  query: Pick<RepositoryQuery, "registryId" | "filter" | "namespace" | "pinned">,
): Promise<number> {
  const { where, values } = conditions(query);
  const rows = await db.query<{ count: bigint }>(
    `SELECT count(*) FROM (SELECT 1 FROM "Repository" r WHERE ${where} LIMIT ${COUNT_CAP + 1}) c`,
    values,
  );
  return Number(rows[0]?.count ?? 0);
}

/** One line of the tree: a folder with what lies under it, or a repository, or a name that is both. */
export interface NamespaceNode {
  /** Last part of the path. */
  readonly segment: string;
  /** From the registry's root. */
  readonly path: string;
  /** Repositories strictly under it. */
  readonly below: number;
  /** Set when this very path is a repository. */
  readonly repository: RepositoryRow | null;
}

/**
 * The children of one folder of the namespace tree ("" is the root), by name, at most `limit`. With a filter only those
 * that are or hold a repository whose name contains it; counts are of those.
 */
export async function listNamespace(
  db: Queryable,
  registryId: string,
  path: string,
  limit: number,
  filter?: string,
): Promise<NamespaceNode[]> {
  const prefix = path === "" ? "" : `${path}/`;
  const rows = await db.query<{ segment: string; below: bigint } & { [K in keyof Row]: Row[K] | null }>(
    `WITH under AS (
       SELECT split_part(substr(r."name", length($2::text) + 1), '/', 1) AS segment, r."name"
       FROM "Repository" r WHERE r."registryId" = $1::uuid AND r."goneAt" IS NULL AND r."name" LIKE $3
         AND ($5::text IS NULL OR r."name" ILIKE $5)
     ), nodes AS (
       SELECT segment, count(*) FILTER (WHERE "name" <> $2 || segment) AS below FROM under GROUP BY segment
       ORDER BY segment COLLATE "C" LIMIT $4
     )
     SELECT n.segment, n.below, r."name", r."pinned", r."tagCount", r."storedBytes", r."lastPushedAt", r."indexedAt", r."indexError"
     FROM nodes n LEFT JOIN "Repository" r
       ON r."registryId" = $1::uuid AND r."goneAt" IS NULL AND r."name" = $2 || n.segment
     ORDER BY n.segment COLLATE "C"`,
    [
      registryId,
      prefix,
      likePattern(prefix, "prefix"),
      limit,
      filter ? likePattern(filter, "contains") : null,
    ],
  );
  return rows.map((row) => ({
    segment: row.segment,
    path: prefix + row.segment,
    below: Number(row.below),
    repository: row.name === null ? null : toRow(row as Row),
  }));
}

export interface PlatformCount {
  readonly platform: string;
  readonly tags: number;
}

/** What a repository's own page says beside its row, as added up when its tags were last read. */
export interface RepositoryFacts extends RepositoryRow {
  /** Compressed bytes if no tag shared a blob with another; null: not added up yet. */
  readonly unsharedBytes: number | null;
  /** Most tags first; null: not counted yet. */
  readonly platforms: readonly PlatformCount[] | null;
}

/** One repository; null when it is not there (or gone). */
export async function findRepositoryRow(
  db: Queryable,
  registryId: string,
  name: string,
): Promise<RepositoryFacts | null> {
  const [row] = await db.lookUp<Row & { tagBytes: bigint | null; tagPlatforms: PlatformCount[] | null }>(
    `SELECT "name", "pinned", "tagCount", "storedBytes", "tagBytes", "tagPlatforms", "lastPushedAt", "indexedAt", "indexError"
     FROM "Repository" WHERE "registryId" = $1::uuid AND "name" = $2 AND "goneAt" IS NULL`,
    [registryId, name],
  );
  return row ? { ...toRow(row), unsharedBytes: toNumber(row.tagBytes), platforms: row.tagPlatforms } : null;
}

function toRow(row: Row): RepositoryRow {
  return {
    name: row.name,
    pinned: row.pinned,
    tagCount: row.tagCount,
    storedBytes: toNumber(row.storedBytes),
    lastPushedAt: row.lastPushedAt?.toISOString() ?? null,
    indexedAt: row.indexedAt?.toISOString() ?? null,
    indexError: row.indexError,
  };
}
