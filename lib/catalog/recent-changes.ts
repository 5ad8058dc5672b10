import type { Queryable } from "./sql.ts";

/** The most exact page there is of what a line is about; null: none, the index does not know that repository. */
export type RecentPage = "tag" | "manifest" | "repository" | "activity" | null;

/**
 * A push or deletion a registry told of, or a tag that a re-check found elsewhere ("moved") or gone ("gone"); or many of one kind in
 * one repository by one actor, none of them long after the other.
 */
export interface RecentChange {
  readonly kind: "push" | "delete" | "moved" | "gone";
  readonly registryId: string;
  readonly registry: string;
  readonly repository: string;
  /** The last one's. */
  readonly tag: string | null;
  readonly digest: string | null;
  readonly actor: string | null;
  /** Tags, or manifests where `tag` is null, that changed; `more`: at least. */
  readonly count: number;
  readonly more: boolean;
  /** The last one's, ISO 8601 */
  readonly at: string;
  readonly page: RecentPage;
}

/** Bounds of what is looked through for the few lines shown: of all moves, and of each registry's events and the changes among them. */
const MOVES = 500;
const EVENTS = 300;
const TOLD = 100;

/** What was told and what was found within this of each other is the same change. */
const SAME_CHANGE = "10 minutes";

/** So many changes of one kind are one line, while none is longer than this after the one before. */
const MANY = 3;
const SAME_LINE = "10 minutes";
const alike = `"registryId", "repository", "kind", "actor", ("tag" IS NULL)`;

const near = (a: string, b: string) =>
  `${a} BETWEEN ${b} - interval '${SAME_CHANGE}' AND ${b} + interval '${SAME_CHANGE}'`;

/** Whether one of those with the same key was told near it: by sorting, where a join would compare each with every other. */
const toldNear = (key: string) =>
  `bool_or("told") OVER (PARTITION BY "registryId", "repository", "was", ${key} ORDER BY "at"
     RANGE BETWEEN interval '${SAME_CHANGE}' PRECEDING AND interval '${SAME_CHANGE}' FOLLOWING)`;

/**
 * The last changes in all registries, newest first; pulls are none. What was told and then found is one: as it was told. A
 * manifest pushed as a part of an index is no change of its own, and one deleted by digest is the tags that went with it.
 */
export async function listRecentChanges(db: Queryable, limit: number): Promise<RecentChange[]> {
  const rows = await db.query<Omit<RecentChange, "at"> & { at: Date }>(
    `WITH move AS MATERIALIZED (
       SELECT m.*, r."registryId", r."name" AS "repository"
       FROM (
         SELECT *, row_number() OVER (ORDER BY "id" DESC) = ${MOVES} AS "last" FROM "TagMove" ORDER BY "id" DESC LIMIT ${MOVES}
       ) m JOIN "Repository" r ON r."id" = m."repositoryId"
     ), told AS MATERIALIZED (
       SELECT e.* FROM "Registry" g CROSS JOIN LATERAL (
         SELECT e.*, row_number() OVER (ORDER BY e."at" DESC, e."id" DESC) = ${TOLD} AS "last" FROM (
           SELECT * FROM "RegistryEvent" e WHERE e."registryId" = g."id" AND e."kind" IN ('push', 'delete')
           ORDER BY e."at" DESC, e."id" DESC LIMIT ${EVENTS}
         ) e
         WHERE e."tag" IS NOT NULL OR e."kind" = 'delete'
           OR NOT EXISTS (SELECT 1 FROM "ManifestChild" c WHERE c."childDigest" = e."digest")
         ORDER BY e."at" DESC, e."id" DESC LIMIT ${TOLD}
       ) e
     ), seen AS (
       SELECT false AS "told", CASE WHEN "toDigest" IS NULL THEN 'delete' ELSE 'push' END AS "was", "registryId", "repository",
         "tag", coalesce("toDigest", "fromDigest") AS "digest", "seenAt" AS "at", "last"
       FROM move WHERE "seenBy" = 'recheck'
       UNION ALL SELECT true, "kind", "registryId", "repository", "tag", "digest", "at", false FROM told
     ), found AS (
       SELECT * FROM (
         SELECT *, ${toldNear(`"tag", CASE WHEN "was" = 'push' THEN "digest" END`)} AS "byTag", ${toldNear(`"digest"`)} AS "byDigest"
         FROM seen
       ) s
       WHERE NOT "told" AND NOT "byTag" AND NOT ("was" = 'delete' AND "digest" IS NOT NULL AND "byDigest")
     ), change AS (
       SELECT t."kind", t."registryId", t."repository", coalesce(t."tag", m."tag") AS "tag", t."digest", t."actor", t."at", t."last"
       FROM told t LEFT JOIN move m ON t."kind" = 'delete' AND t."tag" IS NULL AND m."registryId" = t."registryId"
         AND m."repository" = t."repository" AND m."fromDigest" = t."digest" AND m."toDigest" IS NULL
         AND ${near(`m."seenAt"`, `t."at"`)}
       UNION ALL
       SELECT CASE "was" WHEN 'delete' THEN 'gone' ELSE 'moved' END, "registryId", "repository", "tag",
         CASE WHEN "was" = 'push' THEN "digest" END, NULL, "at", "last"
       FROM found
     ), spaced AS (
       SELECT *, coalesce(lag("at") OVER near - "at" > interval '${SAME_LINE}', true) AS "begins" FROM change
       WINDOW near AS (PARTITION BY ${alike} ORDER BY "at" DESC)
     ), numbered AS (
       SELECT *, count(*) FILTER (WHERE "begins") OVER (PARTITION BY ${alike} ORDER BY "at" DESC) AS "line" FROM spaced
     ), sized AS (
       SELECT *, CASE WHEN count(*) OVER line < ${MANY} THEN row_number() OVER line END AS "alone" FROM numbered
       WINDOW line AS (PARTITION BY ${alike}, "line")
     ), line AS (
       SELECT "registryId", "repository", "kind", "actor", (array_agg("tag" ORDER BY "at" DESC, "tag"))[1] AS "tag",
         (array_agg("digest" ORDER BY "at" DESC, "tag"))[1] AS "digest", max("at") AS "at", bool_or("last") AS "more",
         count(DISTINCT coalesce("tag", "digest", ''))::int AS "count"
       FROM sized GROUP BY ${alike}, "line", "alone" ORDER BY max("at") DESC LIMIT $1
     )
     SELECT c.*, g."name" AS "registry", CASE WHEN c."count" = 1 THEN ${pageOf("c")} WHEN known."id" IS NULL THEN NULL
       WHEN c."kind" IN ('push', 'delete') THEN 'activity' ELSE 'repository' END AS "page"
     FROM line c JOIN "Registry" g ON g."id" = c."registryId" ${knownOf("c")}
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
