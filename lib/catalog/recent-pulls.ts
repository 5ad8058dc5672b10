import { SAME_PULL } from "./event-store.ts";
import { knownOf, pageOf, type RecentPage } from "./recent-changes.ts";
import type { Queryable } from "./sql.ts";

/** A tag that was pulled lately. */
export interface RecentPull {
  readonly registryId: string;
  readonly registry: string;
  readonly repository: string;
  /** null: by digest. */
  readonly tag: string | null;
  /** Within `PULL_DAYS`; null where pulls are not counted, of repositories not in the index. */
  readonly pulls: number | null;
  /** Who pulled last, where the registry says so. */
  readonly actor: string | null;
  /** The last time, ISO 8601. */
  readonly at: string;
  readonly page: RecentPage;
}

const PULL_DAYS = 7;

/** Bounds of what is looked through in each registry: its last events, and the last pulls among them. */
const EVENTS = 2_000;
const PULLS = 300;

/** The tags pulled last in all registries, newest first, each once however often it was pulled. */
export async function listRecentPulls(db: Queryable, limit: number): Promise<RecentPull[]> {
  const rows = await db.query<Omit<RecentPull, "at"> & { at: Date }>(
    `WITH pull AS MATERIALIZED (
       SELECT e.*, lag(e."at") OVER (
         PARTITION BY e."registryId", e."repository", e."address", e."userAgent" ORDER BY e."at", e."id"
       ) AS "before"
       FROM "Registry" g CROSS JOIN LATERAL (
         SELECT * FROM (
           SELECT * FROM "RegistryEvent" e WHERE e."registryId" = g."id" ORDER BY e."at" DESC, e."id" DESC LIMIT ${EVENTS}
         ) e
         WHERE e."kind" = 'pull' ORDER BY e."at" DESC, e."id" DESC LIMIT ${PULLS}
       ) e
     ), latest AS (
       SELECT DISTINCT ON ("registryId", "repository", "tag") "registryId", "repository", "tag", NULL AS "digest", "actor", "at"
       FROM pull
       WHERE "tag" IS NOT NULL OR "before" IS NULL OR "before" < "at" - interval '${SAME_PULL}'
       ORDER BY "registryId", "repository", "tag", "at" DESC, "id" DESC
     )
     SELECT l."registryId", g."name" AS "registry", l."repository", l."tag", l."actor", l."at", ${pageOf("l")} AS "page",
       (SELECT sum(c."pulls")::int FROM "PullCount" c WHERE c."repositoryId" = known."id" AND c."tag" = coalesce(l."tag", '')
          AND c."day" > (now() AT TIME ZONE 'UTC')::date - ${PULL_DAYS}) AS "pulls"
     FROM (SELECT * FROM latest ORDER BY "at" DESC LIMIT $1) l JOIN "Registry" g ON g."id" = l."registryId"
       ${knownOf("l")}
     ORDER BY l."at" DESC`,
    [limit],
  );
  return rows.map(({ at, ...pull }) => ({ ...pull, at: at.toISOString() }));
}
