import type { DigestScope, FoundPlace, SearchScope } from "./search-scope.ts";
import { candidates, lastOf, place, placesOf } from "./search-scope.ts";
import type { Queryable } from "./sql.ts";

/** An image known by a digest: its own, or that of its configuration (docker's image ID) or of one of its layers. */
export interface FoundManifest extends FoundPlace {
  readonly digest: string;
  readonly kind: "image" | "index" | "artifact" | "schema1";
  readonly platforms: readonly string[];
  /** The part that the text is the digest of; null: the image itself. */
  readonly part: { readonly digest: string; readonly layer: boolean } | null;
}

/** A tag whose image says so of itself, in a label or an annotation. */
export interface FoundLabel extends FoundPlace {
  readonly tag: string;
  /** Other tags of the same image in the repository: the first of them, and how many more; 101 are more than 100. */
  readonly also: readonly string[];
  readonly more: number;
  readonly key: string;
  readonly value: string;
  readonly platforms: readonly string[];
}

/** Where an image says what it was built from. */
export const baseNameKey = "org.opencontainers.image.base.name";

/** Shorter beginnings would be those of half of all layers. */
const shortestPart = "sha256:".length + 6;

/** Images, and images with parts, whose digest begins so. Through the repositories that hold them, as everything is. */
export async function findManifests(
  db: Queryable,
  digest: string,
  limit: number,
  scope: DigestScope,
): Promise<FoundManifest[]> {
  const rows = await db.query<Omit<FoundManifest, "part"> & { part: string | null; position: number | null }>(
    `WITH hit AS (
       (SELECT "digest", NULL AS part, NULL::int AS "position" FROM "Manifest"
        WHERE "digest" >= $2 AND "digest" < $2 || 'g' ORDER BY "digest" LIMIT ${candidates(scope)})
       UNION ALL
       (SELECT "manifestDigest", "blobDigest", "position" FROM "ManifestBlob"
        WHERE $3 AND "blobDigest" >= $2 AND "blobDigest" < $2 || 'g' ORDER BY "blobDigest" LIMIT ${candidates(scope)})
     )
     SELECT ${place}, hit."digest", m."kind", m."platforms", hit.part, hit."position"
     FROM hit JOIN "Manifest" m ON m."digest" = hit."digest" JOIN "RepositoryManifest" e ON e."digest" = hit."digest" ${placesOf("e")}
     WHERE ($4::text IS NULL OR $4 = ANY(m."platforms")) AND ($6::text[] IS NULL OR r."name" ILIKE ANY($6))
     ORDER BY hit.part IS NOT NULL, hit."digest", r."name" COLLATE "C" LIMIT $5`,
    [
      scope.registryId ?? null,
      digest,
      digest.length >= shortestPart,
      scope.platform ?? null,
      limit,
      scope.repositories ?? null,
    ],
  );
  return rows.map(({ part, position, ...row }) => ({
    ...row,
    part: part === null ? null : { digest: part, layer: position !== -1 },
  }));
}

/** Tags of an image that are named, and that are counted beyond those. */
const tagsNamed = 3;
const moreCounted = 100;

/**
 * The newest image, of each repository, that has what `hit` found, or one of its platforms has, with its first tags in version
 * order; `hit` names $3 and on. `+ 0`: an image's tags are found by its digest, not among all tags of its repository.
 */
async function taggedWith(
  db: Queryable,
  hit: string,
  values: readonly unknown[],
  limit: number,
  scope: SearchScope,
): Promise<FoundLabel[]> {
  return db.query(
    `WITH hit AS (${hit}), root AS (
       SELECT hit."manifestDigest" AS digest, hit."key", hit."value" FROM hit
       UNION
       SELECT c."parentDigest", hit."key", hit."value" FROM hit JOIN "ManifestChild" c ON c."childDigest" = hit."manifestDigest"
     ), best AS (
       SELECT DISTINCT ON (t."repositoryId", root."key") t."repositoryId", t."digest", root."key", root."value", t."imagePlatforms"
       FROM root CROSS JOIN LATERAL (
         SELECT * FROM "Tag" t WHERE t."digest" = root.digest AND t."goneAt" IS NULL
           AND ($2::text IS NULL OR $2 = ANY(t."imagePlatforms")) LIMIT 20
       ) t
       ORDER BY t."repositoryId", root."key", t."imageCreatedAt" DESC NULLS LAST, t."sortKey" COLLATE "C" DESC
     ), shown AS (
       SELECT ${place}, best.*, row_number() OVER (ORDER BY r."lastPushedAt" DESC NULLS LAST, r."name" COLLATE "C") AS at
       FROM best ${placesOf("best")} ORDER BY at LIMIT ${Math.trunc(limit)}
     )
     SELECT "registryId", registry, repository, "key", "value", coalesce("imagePlatforms", '{}') AS platforms,
       tagged.names[1] AS tag, tagged.names[2:${tagsNamed}] AS also, greatest(tagged.count - ${tagsNamed}, 0)::int AS more
     FROM shown CROSS JOIN LATERAL (
       SELECT array_agg(t."name" ORDER BY t."sortKey" COLLATE "C" DESC) AS names, count(*) AS count FROM (
         SELECT * FROM "Tag" t WHERE t."digest" = shown."digest" AND t."repositoryId" + 0 = shown."repositoryId" AND t."goneAt" IS NULL
         LIMIT ${tagsNamed + moreCounted + 1}
       ) t
     ) tagged ORDER BY at`,
    [scope.registryId ?? null, scope.platform ?? null, ...values],
  );
}

/** "key", its beginning, or "key=value" with a value's beginning. */
export function findLabels(
  db: Queryable,
  text: string,
  limit: number,
  scope: SearchScope,
): Promise<FoundLabel[]> {
  const equals = text.indexOf("=");
  const key = (equals < 0 ? text : text.slice(0, equals)).toLowerCase();
  const value = equals < 0 ? "" : text.slice(equals + 1).toLowerCase();
  const [low, high] = equals < 0 ? [key, lastOf(key)] : [key, key];
  return taggedWith(
    db,
    `SELECT "manifestDigest", "key", "value" FROM "ManifestLabel"
     WHERE lower("key") COLLATE "C" >= $3 AND lower("key") COLLATE "C" <= $4
       AND ($5 = '' OR lower("value") COLLATE "C" >= $5 AND lower("value") COLLATE "C" < $6)
     LIMIT ${candidates(scope)}`,
    [low, high, value, lastOf(value)],
    limit,
    scope,
  );
}

/** What says that it was built from an image whose name begins so; Docker Hub's may be called in short. */
export function findByBaseName(
  db: Queryable,
  text: string,
  limit: number,
  scope: SearchScope,
): Promise<FoundLabel[]> {
  const names = ["", "docker.io/", "docker.io/library/"].map((host) => `${host}${text.toLowerCase()}`);
  return taggedWith(
    db,
    `SELECT l.* FROM unnest($4::text[], $5::text[]) AS name(low, high) CROSS JOIN LATERAL (
       SELECT "manifestDigest", "key", "value" FROM "ManifestLabel"
       WHERE lower("key") COLLATE "C" = $3 AND lower("value") COLLATE "C" >= name.low AND lower("value") COLLATE "C" < name.high
       LIMIT ${candidates(scope)}) l`,
    [baseNameKey, names, names.map(lastOf)],
    limit,
    scope,
  );
}

/** What stands on the layers of the image a tag points at, whatever it says of itself: the last of them, in the same place. */
export function findBuiltOn(
  db: Queryable,
  { repository, tag }: { readonly repository: string; readonly tag: string },
  limit: number,
  scope: SearchScope,
): Promise<FoundLabel[]> {
  return taggedWith(
    db,
    `SELECT above."manifestDigest", '' AS "key", $3 || ':' || $4 AS "value" FROM (
       SELECT DISTINCT image.digest FROM "Repository" r
         JOIN "Tag" t ON t."repositoryId" = r."id" AND t."name" = $4 AND t."goneAt" IS NULL
         CROSS JOIN LATERAL (
           SELECT t."digest" AS digest UNION ALL
           SELECT c."childDigest" FROM "ManifestChild" c WHERE c."parentDigest" = t."digest" AND c."role" = 'platform'
         ) image
       WHERE r."goneAt" IS NULL AND (r."name" = $3 OR r."name" = 'library/' || $3)
     ) base CROSS JOIN LATERAL (
       SELECT "blobDigest", "position" FROM "ManifestBlob"
       WHERE "manifestDigest" = base.digest AND "position" >= 0 ORDER BY "position" DESC LIMIT 1
     ) last CROSS JOIN LATERAL (
       SELECT "manifestDigest" FROM "ManifestBlob"
       WHERE "blobDigest" = last."blobDigest" AND "position" = last."position" AND "manifestDigest" <> base.digest LIMIT 100
     ) above`,
    [repository, tag],
    limit,
    scope,
  );
}
