import type { ErrorDto } from "../errors.ts";
import type { Queryable } from "./sql.ts";

/** A repository as an index run sees it. */
export interface RunRepository {
  readonly name: string;
  /** Tags it had when last read; null: never read. */
  readonly tagCount: number | null;
  /** Read since the run was ordered: by it before it was interrupted, or by somebody who opened it. */
  readonly done: boolean;
}

/**
 * A registry's repositories in the order a run reads them: those never read first, then what people opened and what was
 * pushed to within a week, then the one read longest ago.
 */
export function listRunRepositories(
  db: Queryable,
  registryId: string,
  since: Date,
): Promise<RunRepository[]> {
  return db.query<RunRepository>(
    `SELECT "name", "tagCount", coalesce("indexedAt" >= $2, false) AS "done"
     FROM "Repository" WHERE "registryId" = $1::uuid AND "goneAt" IS NULL
     ORDER BY "indexedAt" IS NOT NULL, "indexError" IS NOT NULL,
       CASE WHEN "viewedAt" > now() - interval '7 days' THEN "viewedAt" END DESC NULLS LAST,
       CASE WHEN "lastPushedAt" > now() - interval '7 days' THEN "lastPushedAt" END DESC NULLS LAST,
       "indexedAt", "name" COLLATE "C"`,
    [registryId, since],
  );
}

/** How many tags a repository had when it was read since; null when it was not. */
export async function tagsReadSince(
  db: Queryable,
  registryId: string,
  name: string,
  since: Date,
): Promise<number | null> {
  const [row] = await db.query<{ tagCount: number | null }>(
    `SELECT "tagCount" FROM "Repository" WHERE "registryId" = $1::uuid AND "name" = $2 AND "indexedAt" >= $3`,
    [registryId, name, since],
  );
  return row ? (row.tagCount ?? 0) : null;
}

export interface BrokenTags {
  readonly count: number;
  /** The first of them. */
  readonly tags: readonly { readonly repository: string; readonly tag: string; readonly error: ErrorDto }[];
}

/** Tags of these repositories that could not be read. */
export async function findBrokenTags(
  db: Queryable,
  registryId: string,
  names: readonly string[],
  most: number,
): Promise<BrokenTags> {
  const rows = await db.query<{ repository: string; tag: string; error: ErrorDto; count: bigint }>(
    `SELECT r."name" AS repository, t."name" AS tag, t."error", count(*) OVER () AS count
     FROM "Repository" r JOIN "Tag" t ON t."repositoryId" = r."id"
     WHERE r."registryId" = $1::uuid AND r."name" = ANY($2::text[]) AND t."error" IS NOT NULL AND t."goneAt" IS NULL
     ORDER BY r."name" COLLATE "C", t."sortKey" DESC LIMIT $3`,
    [registryId, names, most],
  );
  return {
    count: Number(rows[0]?.count ?? 0),
    tags: rows.map(({ repository, tag, error }) => ({ repository, tag, error })),
  };
}

/** Somebody opened it. Written at most every ten minutes: it orders runs, nothing more. */
export async function markViewed(db: Queryable, id: bigint): Promise<void> {
  await db.query(
    `UPDATE "Repository" SET "viewedAt" = now()
     WHERE "id" = $1::bigint AND ("viewedAt" IS NULL OR "viewedAt" < now() - interval '10 minutes')`,
    [id],
  );
}
