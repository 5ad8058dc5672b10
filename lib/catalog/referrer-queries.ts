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
