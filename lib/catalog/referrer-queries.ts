import type { Queryable, RepositoryId } from "./sql.ts";
import { isAttachmentTag } from "./tag-attachments.ts";

/** A tagged manifest whose registry was never, or not lately, asked what refers to it. */
export interface UnaskedReferrers {
  readonly repositoryId: RepositoryId;
  readonly repository: string;
  readonly digest: string;
}

/**
 * The first of a registry's tagged manifests whose list of referrers was never read, repositories in the order given; then
 * those where that is a week ago.
 */
export async function listUnaskedReferrers(
  db: Queryable,
  registryId: string,
  names: readonly string[],
  most: number,
): Promise<UnaskedReferrers[]> {
  const read = (due: string, limit: number) =>
    db.query<UnaskedReferrers>(
      `SELECT r."id" AS "repositoryId", r."name" AS repository, unasked."digest" FROM (
         SELECT r."id", r."name" FROM unnest($2::text[]) WITH ORDINALITY AS wanted(name, place)
           JOIN "Repository" r ON r."registryId" = $1::uuid AND r."name" = wanted.name AND r."goneAt" IS NULL
         ORDER BY wanted.place
       ) r CROSS JOIN LATERAL (
         SELECT e."digest" FROM "RepositoryManifest" e WHERE e."repositoryId" = r."id" AND ${due}
           AND EXISTS (SELECT 1 FROM "Tag" t WHERE t."repositoryId" = e."repositoryId" AND t."digest" = e."digest"
             AND t."goneAt" IS NULL AND NOT ${isAttachmentTag})
         LIMIT $3
       ) unasked LIMIT $3`,
      [registryId, names, limit],
    );
  const never = await read(`e."referrersCheckedAt" IS NULL`, most);
  if (never.length === most) return never;
  return [
    ...never,
    ...(await read(`e."referrersCheckedAt" < now() - interval '7 days'`, most - never.length)),
  ];
}

/** Their lists of referrers were read just now. */
export async function markReferrersChecked(
  db: Queryable,
  repositoryId: RepositoryId,
  digests: readonly string[],
): Promise<void> {
  await db.query(
    `UPDATE "RepositoryManifest" SET "referrersCheckedAt" = now()
     WHERE "repositoryId" = $1::bigint AND "digest" = ANY($2::text[])`,
    [repositoryId, digests],
  );
}

/** No live tag of repository $1 leads to the manifest, by itself or by an index it is a part of. Two conditions, each an anti-join. */
const isUntagged = (digest: string) => `
    NOT EXISTS (SELECT 1 FROM "Tag" t WHERE t."digest" = ${digest} AND t."repositoryId" = $1::bigint AND t."goneAt" IS NULL)
    AND NOT EXISTS (SELECT 1 FROM "ManifestChild" c JOIN "Tag" t ON t."digest" = c."parentDigest"
      WHERE c."childDigest" = ${digest} AND t."repositoryId" = $1::bigint AND t."goneAt" IS NULL)`;

/**
 * Tagged manifests of a repository with something attached that no tag leads to, so that no listing of tags tells when it is
 * gone; those asked about within `hours` are left out, those never asked about come first.
 */
export async function listSubjectsInDoubt(
  db: Queryable,
  repositoryId: RepositoryId,
  hours: number,
  most: number,
): Promise<string[]> {
  const rows = await db.query<{ digest: string }>(
    `WITH attached AS (
       SELECT DISTINCT m."subject" AS digest FROM "RepositoryManifest" e JOIN "Manifest" m ON m."digest" = e."digest"
       WHERE e."repositoryId" = $1::bigint AND m."subject" IS NOT NULL AND ${isUntagged(`m."digest"`)}
     )
     SELECT s."digest" FROM attached a JOIN "RepositoryManifest" s ON s."repositoryId" = $1::bigint AND s."digest" = a.digest
     WHERE (s."referrersCheckedAt" IS NULL OR s."referrersCheckedAt" < now() - make_interval(hours => $2::int))
       AND EXISTS (SELECT 1 FROM "Tag" t WHERE t."digest" = s."digest" AND t."repositoryId" = $1::bigint AND t."goneAt" IS NULL)
     ORDER BY s."referrersCheckedAt" NULLS FIRST LIMIT $3`,
    [repositoryId, hours, most],
  );
  return rows.map(({ digest }) => digest);
}

/** What a repository holds of what refers to these manifests without a tag. */
export interface UntaggedReferrer {
  readonly subject: string;
  readonly digest: string;
}

export function listUntaggedReferrers(
  db: Queryable,
  repositoryId: RepositoryId,
  subjects: readonly string[],
): Promise<UntaggedReferrer[]> {
  return db.query<UntaggedReferrer>(
    `SELECT m."subject", m."digest" FROM "Manifest" m
       JOIN "RepositoryManifest" e ON e."repositoryId" = $1::bigint AND e."digest" = m."digest"
     WHERE m."subject" = ANY($2::text[]) AND ${isUntagged(`m."digest"`)}`,
    [repositoryId, subjects],
  );
}

/** The registry does not list them any more: the repository does not hold them. One that is tagged meanwhile stays. Returns how many went. */
export async function forgetReferrers(
  db: Queryable,
  repositoryId: RepositoryId,
  digests: readonly string[],
): Promise<number> {
  if (digests.length === 0) return 0;
  const gone = await db.query(
    `DELETE FROM "RepositoryManifest" e
     WHERE e."repositoryId" = $1::bigint AND e."digest" = ANY($2::text[]) AND ${isUntagged(`e."digest"`)}
     RETURNING e."digest"`,
    [repositoryId, digests],
  );
  return gone.length;
}
