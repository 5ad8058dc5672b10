import { listTags } from "#lib/catalog/index.ts";
import { bulk } from "#lib/db/index.ts";
import type { ImageFacts, Rows, TagFacts } from "./rows.ts";

/** What the index has of a registry, as its pages ask for it: lists of tags, and manifests by the repository that holds them. */
export async function indexRows(registryId: string): Promise<Rows> {
  const repositories = await bulk.query<{ id: bigint; name: string }>(
    `SELECT "id", "name" FROM "Repository" WHERE "registryId" = $1::uuid AND "goneAt" IS NULL`,
    [registryId],
  );
  const rows = new Map<string, TagFacts>();
  for (const { id, name } of repositories) {
    const [page, images] = await Promise.all([
      listTags(bulk, { repositoryId: id, sort: "name", direction: "asc", limit: 2_000 }),
      imagesOf(id),
    ]);
    for (const tag of page.items) {
      const stored = images.get(tag.digest ?? "") ?? [];
      rows.set(`${name}:${tag.name}`, {
        digest: tag.digest ?? "",
        mediaType: tag.mediaType ?? "",
        createdAt: tag.createdAt,
        bytes: tag.totalBytes ?? -1,
        // What the list says of a platform, then what its manifest says beside it.
        images: tag.platforms.map((shown, at) => ({ ...stored[at], ...shown }) as ImageFacts),
      });
    }
  }
  return rows;
}

/** The images below each manifest a repository holds, itself where it is one. */
async function imagesOf(repositoryId: bigint): Promise<Map<string, ImageFacts[]>> {
  const rows = await bulk.query<ImageFacts & { root: string }>(
    `SELECT p.root, m."digest", coalesce(p.platform, m."platforms"[1]) AS platform, m."totalBytes"::int AS bytes,
       ARRAY(SELECT b."blobDigest" FROM "ManifestBlob" b WHERE b."manifestDigest" = m."digest" AND b."position" >= 0
         ORDER BY b."position") AS layers,
       (SELECT coalesce(jsonb_object_agg(l."key", l."value"), '{}') FROM "ManifestLabel" l
         WHERE l."manifestDigest" = m."digest") AS labels
     FROM (
       SELECT e."digest" AS root, e."digest", -1 AS position, NULL AS platform FROM "RepositoryManifest" e
         WHERE e."repositoryId" = $1::bigint
       UNION ALL
       SELECT c."parentDigest", c."childDigest", c."position", c."platform" FROM "ManifestChild" c
         JOIN "RepositoryManifest" e ON e."digest" = c."parentDigest" AND e."repositoryId" = $1::bigint
         WHERE c."role" = 'platform'
     ) p
     JOIN "RepositoryManifest" held ON held."repositoryId" = $1::bigint AND held."digest" = p."digest"
     JOIN "Manifest" m ON m."digest" = p."digest" AND m."kind" = 'image'
     ORDER BY p.root, p.position`,
    [repositoryId],
  );
  const images = new Map<string, ImageFacts[]>();
  for (const { root, ...image } of rows) images.set(root, [...(images.get(root) ?? []), image]);
  return images;
}
