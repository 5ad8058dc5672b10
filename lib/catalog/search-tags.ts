import { closeness } from "./search-repositories.ts";
import type { DigestScope, FoundPlace, SearchScope } from "./search-scope.ts";
import { candidates, lastOf, place, placesOf } from "./search-scope.ts";
import { likePattern, type Queryable } from "./sql.ts";

export interface FoundTag extends FoundPlace {
  readonly name: string;
  readonly digest: string | null;
  readonly platforms: readonly string[];
}

/** Of the repositories a reference may mean, so many are looked into. */
const repositories = 30;
/** What has no such run has no trigrams to be found by. */
const hasParts = /[\p{L}\p{N}]{3,}/u;

const shown = `${place}, t."name", t."digest", coalesce(t."imagePlatforms", '{}') AS platforms`;
const live = `"goneAt" IS NULL AND ($2::text IS NULL OR $2 = ANY("imagePlatforms"))`;
const scoped = ({ registryId, platform }: SearchScope) => [registryId ?? null, platform ?? null];

/** Tags that begin with the text, where something was pushed last first; then those that have it in their midst. */
export async function findTags(
  db: Queryable,
  text: string,
  limit: number,
  scope: SearchScope,
  trigrams: boolean,
): Promise<FoundTag[]> {
  const begins = text.toLowerCase();
  const found = await db.query<FoundTag>(
    `SELECT ${shown} FROM (
       SELECT * FROM "Tag" WHERE ${live} AND lower("name") COLLATE "C" >= $3 AND lower("name") COLLATE "C" < $4
       ORDER BY lower("name") COLLATE "C" LIMIT ${candidates(scope)}
     ) t ${placesOf("t")}
     ORDER BY lower(t."name") = $3 DESC, r."lastPushedAt" DESC NULLS LAST, r."name" COLLATE "C", t."sortKey" COLLATE "C" DESC LIMIT $5`,
    [...scoped(scope), begins, lastOf(begins), limit],
  );
  if (found.length === limit || !trigrams || !hasParts.test(text)) return found;
  const inside = await db.query<FoundTag>(
    `SELECT ${shown} FROM (SELECT * FROM "Tag" WHERE ${live} AND "name" ILIKE $3 LIMIT ${candidates(scope)}) t ${placesOf("t")}
     WHERE NOT lower(t."name") COLLATE "C" >= $4 OR NOT lower(t."name") COLLATE "C" < $5
     ORDER BY r."lastPushedAt" DESC NULLS LAST, r."name" COLLATE "C", t."sortKey" COLLATE "C" DESC LIMIT $6`,
    [...scoped(scope), likePattern(text, "contains"), begins, lastOf(begins), limit - found.length],
  );
  return [...found, ...inside];
}

/**
 * "repo:tag": tags that begin so, in the repositories whose names fit best. `|| ''`: among those of each repository, not by
 * trigrams among all.
 */
export function findReference(
  db: Queryable,
  { repository, tag }: { readonly repository: string; readonly tag: string },
  limit: number,
  scope: SearchScope,
): Promise<FoundTag[]> {
  return db.query(
    `SELECT ${shown} FROM (
       SELECT r."id", r.rank, found."name" FROM (
         SELECT r."id", r."name", ${closeness('r."name"', "$3", "$4")} AS rank FROM "Repository" r
         WHERE r."goneAt" IS NULL AND r."name" ILIKE $5 AND ($1::uuid IS NULL OR r."registryId" = $1)
         ORDER BY rank, length(r."name"), r."name" COLLATE "C" LIMIT ${repositories}
       ) r CROSS JOIN LATERAL (
         SELECT t."name" FROM "Tag" t WHERE t."repositoryId" = r."id" AND t."goneAt" IS NULL AND t."name" || '' ILIKE $6
         ORDER BY t."sortKey" COLLATE "C" DESC, t."name" COLLATE "C" DESC LIMIT $7
       ) found ORDER BY r.rank, length(r."name"), r."name" COLLATE "C" LIMIT 10 * $7
     ) best JOIN "Tag" t ON t."repositoryId" = best."id" AND t."name" = best."name" ${placesOf("t")}
     WHERE $2::text IS NULL OR $2 = ANY(t."imagePlatforms")
     ORDER BY best.rank, length(r."name"), r."name" COLLATE "C", t."sortKey" COLLATE "C" DESC LIMIT $7`,
    [
      ...scoped(scope),
      likePattern(repository, "contains"),
      likePattern(repository, "prefix"),
      likePattern(repository, "letters"),
      likePattern(tag, "prefix"),
      limit,
    ],
  );
}

/** Tags that point at a digest beginning so. "g" comes after every hexadecimal digit, in any collation. */
export function findTagsByDigest(
  db: Queryable,
  digest: string,
  limit: number,
  scope: DigestScope,
): Promise<FoundTag[]> {
  return db.query(
    `SELECT ${shown} FROM (
       SELECT * FROM "Tag" WHERE ${live} AND "digest" >= $3 AND "digest" < $3 || 'g' ORDER BY "digest" LIMIT ${candidates(scope)}
     ) t ${placesOf("t")}
     WHERE $5::text[] IS NULL OR r."name" ILIKE ANY($5)
     ORDER BY t."digest", r."name" COLLATE "C", t."sortKey" COLLATE "C" DESC LIMIT $4`,
    [...scoped(scope), digest, limit, scope.repositories ?? null],
  );
}

/** A platform named without a variant is that of any: most who look for "linux/arm64" mean "linux/arm64/v8". */
const withVariants = (platform: string): readonly string[] =>
  /\/v\d+$/.test(platform)
    ? [platform]
    : [platform, ...Array.from({ length: 9 }, (_, index) => `${platform}/v${index + 1}`)];

/** Tags whose image runs on a platform, where something was pushed last first. */
export function findTagsByPlatform(
  db: Queryable,
  platform: string,
  limit: number,
  scope: SearchScope,
): Promise<FoundTag[]> {
  return db.query(
    `SELECT ${shown} FROM (
       SELECT * FROM "Tag" WHERE "goneAt" IS NULL AND "imagePlatforms" && $2::text[] LIMIT ${candidates(scope)}
     ) t ${placesOf("t")}
     ORDER BY r."lastPushedAt" DESC NULLS LAST, r."name" COLLATE "C", t."sortKey" COLLATE "C" DESC LIMIT $3`,
    [scope.registryId ?? null, withVariants(platform), limit],
  );
}
