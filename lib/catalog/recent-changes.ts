import type { EventKind } from "./event-store.ts";
import type { Queryable } from "./sql.ts";

/** A push, pull or deletion a registry told of, or a tag that a re-check found elsewhere ("moved") or gone ("gone"). */
export interface RecentChange {
  readonly kind: EventKind | "moved" | "gone";
  readonly registryId: string;
  readonly registry: string;
  readonly repository: string;
  readonly tag: string | null;
  readonly digest: string | null;
  readonly actor: string | null;
  /** ISO 8601 */
  readonly at: string;
}

/** The last changes in all registries, newest first. What was told and then found is one: as it was told. */
export async function listRecentChanges(db: Queryable, limit: number): Promise<RecentChange[]> {
  const rows = await db.query<Omit<RecentChange, "at"> & { at: Date }>(
    `SELECT * FROM (
       SELECT e."kind", g."id" AS "registryId", g."name" AS "registry", e."repository", e."tag", e."digest", e."actor", e."at"
       FROM "Registry" g CROSS JOIN LATERAL (
         SELECT * FROM "RegistryEvent" e WHERE e."registryId" = g."id" ORDER BY e."at" DESC, e."id" DESC LIMIT $1
       ) e
       UNION ALL
       SELECT CASE WHEN m."toDigest" IS NULL THEN 'gone' ELSE 'moved' END, g."id", g."name", r."name", m."tag", m."toDigest",
         NULL, m."seenAt"
       FROM (SELECT * FROM "TagMove" WHERE "seenBy" = 'recheck' ORDER BY "id" DESC LIMIT $1) m
         JOIN "Repository" r ON r."id" = m."repositoryId" JOIN "Registry" g ON g."id" = r."registryId"
     ) change ORDER BY "at" DESC LIMIT $1`,
    [limit],
  );
  return rows.map(({ at, ...change }) => ({ ...change, at: at.toISOString() }));
}
