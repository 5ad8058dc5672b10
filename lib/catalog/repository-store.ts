import { databaseNow, type Tx } from "../db/index.ts";
import type { ErrorDto } from "../errors.ts";
import { isStale, type Queryable, type RepositoryId, repositoryFreshness } from "./sql.ts";

export interface IndexedRepository {
  readonly id: RepositoryId;
  readonly registryId: string;
  readonly name: string;
  readonly pinned: boolean;
  readonly indexedAt: Date | null;
  readonly goneAt: Date | null;
  readonly indexError: ErrorDto | null;
  /** Ought to be asked again when it is opened: see `repositoryFreshness`. */
  readonly stale: boolean;
  /** Whatever that costs: see `isStale`. */
  readonly old: boolean;
}

/** Names as the registry listed them: new ones appear, gone ones come back. */
export async function upsertRepositories(
  db: Queryable,
  registryId: string,
  names: readonly string[],
): Promise<void> {
  await db.query(
    `INSERT INTO "Repository" ("registryId", "name")
     SELECT $1::uuid, name FROM (SELECT DISTINCT unnest($2::text[]) AS name) n
     ON CONFLICT ("registryId", "name") DO UPDATE SET "goneAt" = NULL WHERE "Repository"."goneAt" IS NOT NULL`,
    [registryId, names],
  );
}

/**
 * Whatever a complete listing did not name is gone. Pinned ones stay: they were named because listings leave them out.
 * Returns how many.
 */
export async function markRepositoriesGone(
  db: Queryable,
  registryId: string,
  listed: readonly string[],
): Promise<number> {
  const gone = await db.query(
    `UPDATE "Repository" r SET "goneAt" = now()
     WHERE r."registryId" = $1::uuid AND r."goneAt" IS NULL AND NOT r."pinned"
       AND NOT EXISTS (SELECT 1 FROM unnest($2::text[]) AS l(name) WHERE l.name = r."name")
     RETURNING r."name"`,
    [registryId, listed],
  );
  return gone.length;
}

/** Ends a listing: when, and whether it was whole. */
export async function markRegistryIndexed(
  db: Queryable,
  registryId: string,
  truncated: boolean,
): Promise<void> {
  await db.query(
    `UPDATE "Registry" SET "repositoriesIndexedAt" = now(), "repositoriesTruncated" = $2 WHERE "id" = $1::uuid`,
    [registryId, truncated],
  );
}

/** Makes the row of a repository named by a user, whether the registry lists it or not. */
export async function pinRepository(tx: Tx, registryId: string, name: string): Promise<void> {
  await tx.repository.upsert({
    where: { registryId_name: { registryId, name } },
    create: { registryId, name, pinned: true },
    update: { pinned: true, goneAt: null },
    select: { id: true },
  });
}

/** Takes the pin off; false when there was none. `listed`: the registry lists repositories, so its next listing decides. */
export async function unpinRepository(
  tx: Tx,
  registryId: string,
  name: string,
  listed: boolean,
): Promise<boolean> {
  const { count } = await tx.repository.updateMany({
    where: { registryId, name, pinned: true },
    data: { pinned: false, ...(listed ? {} : { goneAt: await databaseNow(tx) }) },
  });
  return count > 0;
}

/** The row behind a name, gone or not; null when it was never seen. */
export async function findRepository(
  db: Queryable,
  registryId: string,
  name: string,
): Promise<IndexedRepository | null> {
  const rows = await db.lookUp<IndexedRepository>(
    `SELECT "id", "registryId", "name", "pinned", "indexedAt", "goneAt", "indexError",
       ${isStale(`"indexedAt"`, repositoryFreshness)} AS "stale", ${isStale(`"indexedAt"`)} AS "old"
     FROM "Repository" WHERE "registryId" = $1::uuid AND "name" = $2`,
    [registryId, name],
  );
  return rows[0] ?? null;
}

/** A run that could not finish: the pages keep what they had and say why it is old. */
export async function markIndexFailed(db: Queryable, id: RepositoryId, error: ErrorDto): Promise<void> {
  await db.query(`UPDATE "Repository" SET "indexError" = $2::jsonb WHERE "id" = $1::bigint`, [
    id,
    JSON.stringify(error),
  ]);
}

/** How the last runs of a registry's repositories ended: read to their end, or failed while the registry itself answered. */
export async function countIndexRuns(
  db: Queryable,
  registryId: string,
): Promise<{ readonly well: number; readonly alone: number }> {
  const [row] = await db.query<{ well: bigint; alone: bigint }>(
    `SELECT count(*) FILTER (WHERE "indexedAt" IS NOT NULL AND "indexError" IS NULL) AS well,
       count(*) FILTER (WHERE "indexError" #> '{params,alone}' IS NOT NULL) AS alone
     FROM "Repository" WHERE "registryId" = $1::uuid AND "goneAt" IS NULL`,
    [registryId],
  );
  return { well: Number(row?.well ?? 0), alone: Number(row?.alone ?? 0) };
}

/** The registry answered that it has no such repository. */
export async function markRepositoryGone(db: Queryable, id: RepositoryId, error: ErrorDto): Promise<void> {
  await db.query(
    `UPDATE "Repository" SET "indexError" = $2::jsonb, "indexedAt" = now(), "tagCount" = 0, "storedBytes" = 0,
       "goneAt" = CASE WHEN "pinned" THEN "goneAt" ELSE coalesce("goneAt", now()) END
     WHERE "id" = $1::bigint`,
    [id, JSON.stringify(error)],
  );
}
