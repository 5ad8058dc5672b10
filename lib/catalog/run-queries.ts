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

/** Newer than this counts as interest in a repository. */
const LATELY = "7 days";
/** A registry that tells of more within that time is judged by the newest of it. */
const EVENTS_READ = 100_000;

/**
 * A registry's repositories in the order a run reads them: those never read first, then those people care about, then what was
 * pushed to lately, then the one read longest ago. Care is a point for each day the last look is younger than a week, and the
 * logarithm of a week's pulls and pushes as the registry told them: a look of today weighs like a thousand of those.
 */
export function listRunRepositories(
  db: Queryable,
  registryId: string,
  since: Date,
): Promise<RunRepository[]> {
  return db.query<RunRepository>(
    `WITH pulled AS (
       SELECT p."repositoryId", sum(p."pulls") AS pulls FROM "PullCount" p
       WHERE p."day" > ((now() - interval '${LATELY}') AT TIME ZONE 'UTC')::date
         AND p."repositoryId" IN (SELECT "id" FROM "Repository" WHERE "registryId" = $1::uuid)
       GROUP BY 1
     ), pushed AS (
       SELECT e."repository", count(*) AS pushes FROM (
         SELECT "repository", "kind" FROM "RegistryEvent"
         WHERE "registryId" = $1::uuid AND "at" > now() - interval '${LATELY}'
         ORDER BY "at" DESC, "id" DESC LIMIT ${EVENTS_READ}
       ) e WHERE e."kind" = 'push' GROUP BY 1
     )
     SELECT r."name", r."tagCount", coalesce(r."indexedAt" >= $2, false) AS "done"
     FROM "Repository" r LEFT JOIN pulled p ON p."repositoryId" = r."id" LEFT JOIN pushed u ON u."repository" = r."name"
     WHERE r."registryId" = $1::uuid AND r."goneAt" IS NULL
     ORDER BY r."indexedAt" IS NOT NULL, r."indexError" IS NOT NULL,
       coalesce(greatest(0, extract(epoch FROM r."viewedAt" - (now() - interval '${LATELY}')) / 86400), 0)
         + ln(1 + coalesce(p."pulls", 0) + coalesce(u."pushes", 0)) DESC,
       CASE WHEN r."lastPushedAt" > now() - interval '${LATELY}' THEN r."lastPushedAt" END DESC NULLS LAST,
       r."indexedAt", r."name" COLLATE "C"`,
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
