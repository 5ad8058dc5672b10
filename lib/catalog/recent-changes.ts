import type { Queryable } from "./sql.ts";

/** The most exact page there is of what a line is about; null: none, the index does not know that repository. */
export type RecentPage = "tag" | "manifest" | "repository" | null;

/** A push or deletion a registry told of, or a tag that a re-check found elsewhere ("moved") or gone ("gone"). */
export interface RecentChange {
  readonly kind: "push" | "delete" | "moved" | "gone";
  readonly registryId: string;
  readonly registry: string;
  readonly repository: string;
  readonly tag: string | null;
  readonly digest: string | null;
  readonly actor: string | null;
  /** ISO 8601 */
  readonly at: string;
  readonly page: RecentPage;
}

/** Bounds of what is looked through for the few lines shown. */
const MOVES = 500;
const EVENTS = 300;

/** What was told and what was found within this of each other is the same change. */
const SAME_CHANGE = "10 minutes";

const near = (a: string, b: string) =>
  `${a} BETWEEN ${b} - interval '${SAME_CHANGE}' AND ${b} + interval '${SAME_CHANGE}'`;

/**
 * The last changes in all registries, newest first; pulls are none. What was told and then found is one: as it was told. A
 * manifest pushed as a part of an index is no change of its own, and one deleted by digest is the tags that went with it.
 */
export async function listRecentChanges(db: Queryable, limit: number): Promise<RecentChange[]> {
  const rows = await db.query<Omit<RecentChange, "at"> & { at: Date }>(
    `WITH move AS MATERIALIZED (
       SELECT m.*, r."registryId", r."name" AS "repository"
       FROM (SELECT * FROM "TagMove" ORDER BY "id" DESC LIMIT ${MOVES}) m JOIN "Repository" r ON r."id" = m."repositoryId"
     ), told AS MATERIALIZED (
       SELECT e.* FROM "Registry" g CROSS JOIN LATERAL (
         SELECT * FROM (
           SELECT * FROM "RegistryEvent" e WHERE e."registryId" = g."id" AND e."kind" IN ('push', 'delete')
           ORDER BY e."at" DESC, e."id" DESC LIMIT ${EVENTS}
         ) e
         WHERE e."tag" IS NOT NULL OR e."kind" = 'delete'
           OR NOT EXISTS (SELECT 1 FROM "ManifestChild" c WHERE c."childDigest" = e."digest")
         ORDER BY e."at" DESC, e."id" DESC LIMIT $1
       ) e
     ), found AS (
       SELECT * FROM move m WHERE m."seenBy" = 'recheck' AND NOT EXISTS (
         SELECT 1 FROM told t
         WHERE t."registryId" = m."registryId" AND t."repository" = m."repository" AND ${near(`m."seenAt"`, `t."at"`)}
           AND CASE WHEN m."toDigest" IS NULL THEN t."kind" = 'delete' AND (t."tag" = m."tag" OR t."digest" = m."fromDigest")
             ELSE t."kind" = 'push' AND t."tag" = m."tag" AND t."digest" = m."toDigest" END
       ) ORDER BY m."id" DESC LIMIT $1
     ), change AS (
       SELECT t."kind", t."registryId", t."repository", coalesce(t."tag", m."tag") AS "tag", t."digest", t."actor", t."at"
       FROM told t LEFT JOIN move m ON t."kind" = 'delete' AND t."tag" IS NULL AND m."registryId" = t."registryId"
         AND m."repository" = t."repository" AND m."fromDigest" = t."digest" AND m."toDigest" IS NULL
         AND ${near(`m."seenAt"`, `t."at"`)}
       UNION ALL
       SELECT CASE WHEN "toDigest" IS NULL THEN 'gone' ELSE 'moved' END, "registryId", "repository", "tag", "toDigest", NULL, "seenAt"
       FROM found
     )
     SELECT c.*, g."name" AS "registry", ${pageOf("c")} AS "page"
     FROM (SELECT * FROM change ORDER BY "at" DESC LIMIT $1) c JOIN "Registry" g ON g."id" = c."registryId"
       ${knownOf("c")}
     ORDER BY c."at" DESC`,
    [limit],
  );
  return rows.map(({ at, ...change }) => ({ ...change, at: at.toISOString() }));
}

/** Joins the repository a line names, as `known`, where it has a page. */
export const knownOf = (line: string): string =>
  `LEFT JOIN "Repository" known ON known."registryId" = ${line}."registryId" AND known."name" = ${line}."repository"
     AND known."goneAt" IS NULL`;

/** A `RecentPage` of a line with a tag and a digest; a tag that is gone has its page, with its history. */
export const pageOf = (line: string): string =>
  `CASE WHEN known."id" IS NULL THEN NULL
     WHEN EXISTS (SELECT 1 FROM "Tag" WHERE "repositoryId" = known."id" AND "name" = ${line}."tag") THEN 'tag'
     WHEN EXISTS (SELECT 1 FROM "RepositoryManifest" WHERE "repositoryId" = known."id" AND "digest" = ${line}."digest")
       THEN 'manifest'
     ELSE 'repository' END`;
