import { closeness } from "./search-repositories.ts";
import { likePattern, type Queryable } from "./sql.ts";

export interface FoundTag {
  readonly registryId: string;
  readonly registry: string;
  readonly repository: string;
  readonly name: string;
  readonly digest: string | null;
}

/** Of all tags that fit, so many are looked at: an index gives them at once, however many there are. */
const candidates = 200;
/** Of the repositories a reference may mean, so many are looked into. */
const repositories = 30;
/** What has no such run has no trigrams to be found by. */
const hasParts = /[\p{L}\p{N}]{3,}/u;

const shown = `r."registryId", g."name" AS registry, r."name" AS repository, t."name", t."digest"`;
const places = `JOIN "Repository" r ON r."id" = t."repositoryId" AND r."goneAt" IS NULL JOIN "Registry" g ON g."id" = r."registryId"`;

/** The last text that begins so, in COLLATE "C". */
const lastOf = (begins: string) => `${begins}\u{10FFFF}`;

/** Tags that begin with the text, where something was pushed last first; then those that have it in their midst. */
export async function findTags(
  db: Queryable,
  text: string,
  limit: number,
  trigrams: boolean,
): Promise<FoundTag[]> {
  const begins = text.toLowerCase();
  const found = await db.query<FoundTag>(
    `SELECT ${shown} FROM (
       SELECT * FROM "Tag" WHERE "goneAt" IS NULL
         AND lower("name") COLLATE "C" >= $1 AND lower("name") COLLATE "C" < $2
       ORDER BY lower("name") COLLATE "C" LIMIT ${candidates}
     ) t ${places}
     ORDER BY lower(t."name") = $1 DESC, r."lastPushedAt" DESC NULLS LAST, r."name" COLLATE "C", t."sortKey" COLLATE "C" DESC LIMIT $3`,
    [begins, lastOf(begins), limit],
  );
  if (found.length === limit || !trigrams || !hasParts.test(text)) return found;
  const inside = await db.query<FoundTag>(
    `SELECT ${shown} FROM (SELECT * FROM "Tag" WHERE "goneAt" IS NULL AND "name" ILIKE $1 LIMIT ${candidates}) t ${places}
     WHERE NOT lower(t."name") COLLATE "C" >= $2 OR NOT lower(t."name") COLLATE "C" < $3
     ORDER BY r."lastPushedAt" DESC NULLS LAST, r."name" COLLATE "C", t."sortKey" COLLATE "C" DESC LIMIT $4`,
    [likePattern(text, "contains"), begins, lastOf(begins), limit - found.length],
  );
  return [...found, ...inside];
}

/**
 * "repo:tag": tags that begin so, in the repositories whose names fit best. `|| ''`: among those of each repository, not by
 * trigrams among all.
 */
export function findReference(
  db: Queryable,
  repository: string,
  tag: string,
  limit: number,
): Promise<FoundTag[]> {
  return db.query(
    `SELECT ${shown} FROM (
       SELECT r."id", r.rank, found."name" FROM (
         SELECT r."id", r."name", ${closeness('r."name"', "$1", "$2")} AS rank FROM "Repository" r
         WHERE r."goneAt" IS NULL AND r."name" ILIKE $3 ORDER BY rank, length(r."name"), r."name" COLLATE "C" LIMIT ${repositories}
       ) r CROSS JOIN LATERAL (
         SELECT t."name" FROM "Tag" t WHERE t."repositoryId" = r."id" AND t."goneAt" IS NULL AND t."name" || '' ILIKE $4
         ORDER BY t."sortKey" COLLATE "C" DESC, t."name" COLLATE "C" DESC LIMIT $5
       ) found ORDER BY r.rank, length(r."name"), r."name" COLLATE "C" LIMIT 10 * $5
     ) best JOIN "Tag" t ON t."repositoryId" = best."id" AND t."name" = best."name" ${places}
     ORDER BY best.rank, length(r."name"), r."name" COLLATE "C", t."sortKey" COLLATE "C" DESC LIMIT $5`,
    [
      likePattern(repository, "contains"),
      likePattern(repository, "prefix"),
      likePattern(repository, "letters"),
      likePattern(tag, "prefix"),
      limit,
    ],
  );
}

/** Tags that point at a digest beginning so. */
export function findTagsByDigest(db: Queryable, digest: string, limit: number): Promise<FoundTag[]> {
  return db.query(
    // "g" comes after every hexadecimal digit, in any collation.
    `SELECT ${shown} FROM (
       SELECT * FROM "Tag" WHERE "goneAt" IS NULL AND "digest" >= $1 AND "digest" < $1 || 'g' ORDER BY "digest" LIMIT ${candidates}
     ) t ${places}
     ORDER BY t."digest", r."name" COLLATE "C", t."sortKey" COLLATE "C" DESC LIMIT $2`,
    [digest, limit],
  );
}
