import type { ErrorDto } from "../errors.ts";
import type { Queryable, RepositoryId } from "./sql.ts";

/** Whether the registry has told of any live tag when it was pushed, and when it was pulled. */
export async function knownTagFacts(
  db: Queryable,
  repositoryId: RepositoryId,
): Promise<{ readonly pushed: boolean; readonly pulled: boolean }> {
  const some = (column: string) =>
    `EXISTS (SELECT 1 FROM "Tag" WHERE "repositoryId" = $1::bigint AND "goneAt" IS NULL AND "${column}" IS NOT NULL)`;
  const [known] = await db.query<{ pushed: boolean; pulled: boolean }>(
    `SELECT ${some("pushedAt")} AS pushed, ${some("pulledAt")} AS pulled`,
    [repositoryId],
  );
  return known ?? { pushed: false, pulled: false };
}

export interface TagPointer {
  readonly name: string;
  readonly digest: string | null;
  readonly error: ErrorDto | null;
  readonly firstSeenAt: string;
  readonly movedAt: string | null;
  /** By the registry's word; null where it has none. */
  readonly pushedAt: string | null;
  readonly pulledAt: string | null;
  /** When the registry last said where it points: by itself, or in a run that asked for all of them. */
  readonly checkedAt: string | null;
}

/** One live tag; null when there is none of that name. */
export async function findTag(
  db: Queryable,
  repositoryId: RepositoryId,
  name: string,
): Promise<TagPointer | null> {
  const rows = await db.lookUp<{
    name: string;
    digest: string | null;
    error: ErrorDto | null;
    firstSeenAt: Date;
    movedAt: Date | null;
    pushedAt: Date | null;
    pulledAt: Date | null;
    checkedAt: Date | null;
  }>(
    `SELECT t."name", t."digest", t."error", t."firstSeenAt", t."movedAt", t."pushedAt", t."pulledAt",
       CASE WHEN r."indexError" ->> 'reason' = 'endless_listing' THEN t."checkedAt"
         ELSE greatest(t."checkedAt", r."indexedAt") END AS "checkedAt"
     FROM "Tag" t JOIN "Repository" r ON r."id" = t."repositoryId"
     WHERE t."repositoryId" = $1::bigint AND t."name" = $2 AND t."goneAt" IS NULL`,
    [repositoryId, name],
  );
  const row = rows[0];
  if (!row) return null;
  return {
    name: row.name,
    digest: row.digest,
    error: row.error,
    firstSeenAt: row.firstSeenAt.toISOString(),
    movedAt: row.movedAt?.toISOString() ?? null,
    pushedAt: row.pushedAt?.toISOString() ?? null,
    pulledAt: row.pulledAt?.toISOString() ?? null,
    checkedAt: row.checkedAt?.toISOString() ?? null,
  };
}

/** A tag that was there and is not any more. */
export interface GoneTag {
  readonly name: string;
  /** What it pointed at last; null: it was never read. */
  readonly digest: string | null;
  readonly firstSeenAt: string;
  readonly goneAt: string;
}

/** One tag that is gone; null when it is live or was never seen. */
export async function findGoneTag(
  db: Queryable,
  repositoryId: RepositoryId,
  name: string,
): Promise<GoneTag | null> {
  const [row] = await db.query<{ name: string; digest: string | null; firstSeenAt: Date; goneAt: Date }>(
    `SELECT "name", "digest", "firstSeenAt", "goneAt" FROM "Tag"
     WHERE "repositoryId" = $1::bigint AND "name" = $2 AND "goneAt" IS NOT NULL`,
    [repositoryId, name],
  );
  return row
    ? { ...row, firstSeenAt: row.firstSeenAt.toISOString(), goneAt: row.goneAt.toISOString() }
    : null;
}

/** Other tags of the same repository on the same digest, in version order, newest first. */
export async function tagsOnDigest(
  db: Queryable,
  repositoryId: RepositoryId,
  digest: string,
  limit = 100,
): Promise<string[]> {
  const rows = await db.lookUp<{ name: string }>(
    `SELECT "name" FROM "Tag" WHERE "repositoryId" = $1::bigint AND "digest" = $2 AND "goneAt" IS NULL
     ORDER BY "sortKey" COLLATE "C" DESC LIMIT $3`,
    [repositoryId, digest, limit],
  );
  return rows.map((row) => row.name);
}

export interface TagMoveRow {
  readonly fromDigest: string | null;
  readonly toDigest: string | null;
  readonly seenAt: string;
  /** Found by asking again, or told by the registry. */
  readonly seenBy: "recheck" | "event";
  /** Who did it, where the registry said so. */
  readonly actor: string | null;
}

/** Where a tag pointed before, newest move first. */
export async function listTagMoves(
  db: Queryable,
  repositoryId: RepositoryId,
  tag: string,
  limit = 50,
): Promise<TagMoveRow[]> {
  const rows = await db.lookUp<Omit<TagMoveRow, "seenAt"> & { seenAt: Date }>(
    `SELECT "fromDigest", "toDigest", "seenAt", "seenBy", "actor" FROM "TagMove" WHERE "repositoryId" = $1::bigint AND "tag" = $2
     ORDER BY "id" DESC LIMIT $3`,
    [repositoryId, tag, limit],
  );
  return rows.map((row) => ({ ...row, seenAt: row.seenAt.toISOString() }));
}
