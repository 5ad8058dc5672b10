import { bulk } from "#lib/db/index.ts";

/** What the index says of registries, whatever their ids and the hour; rows in order, for comparing two databases. */
const tables = {
  repositories: `SELECT "name", "tagCount", "storedBytes"::text, "indexedAt" IS NOT NULL AS indexed, "indexError", "goneAt"
    FROM "Repository" ORDER BY "name"`,
  tags: `SELECT r."name" AS repository, t."name", "sortKey", "digest", "error", t."goneAt", "movedAt", "imageBytes"::text,
      "imageCreatedAt", "imagePlatforms"
    FROM "Tag" t JOIN "Repository" r ON r."id" = t."repositoryId" ORDER BY r."name", t."name"`,
  moves: `SELECT "tag", "fromDigest", "toDigest" FROM "TagMove" ORDER BY "id"`,
  // The hash of what is stored: a manifest is its bytes.
  manifests: `SELECT "digest", "digest" = 'sha256:' || encode(sha256("raw"), 'hex') AS genuine, "mediaType", "kind",
      "configDigest", "totalBytes"::text, "createdAt", "platforms", "annotations"
    FROM "Manifest" ORDER BY "digest"`,
  configs: `SELECT "digest", "digest" = 'sha256:' || encode(sha256("raw"), 'hex') AS genuine FROM "ConfigBlob" ORDER BY "digest"`,
  children: `SELECT "parentDigest", "position", "childDigest", "platform", "role", "refersTo" FROM "ManifestChild"
    ORDER BY "parentDigest", "position"`,
  blobs: `SELECT "manifestDigest", "position", "blobDigest", "size"::text FROM "ManifestBlob" ORDER BY "manifestDigest", "position"`,
  labels: `SELECT "manifestDigest", "key", "value" FROM "ManifestLabel" ORDER BY "manifestDigest", "key"`,
  held: `SELECT r."name", e."digest" FROM "RepositoryManifest" e JOIN "Repository" r ON r."id" = e."repositoryId"
    ORDER BY r."name", e."digest"`,
} as const;

export type Contents = Readonly<Record<keyof typeof tables, readonly Readonly<Record<string, unknown>>[]>>;

/** All the index of this database has. */
export async function contents(): Promise<Contents> {
  const read = Object.entries(tables).map(async ([name, sql]) => [name, await bulk.query(sql)] as const);
  return Object.fromEntries(await Promise.all(read)) as unknown as Contents;
}
