import type { Queryable, RepositoryId } from "./sql.ts";

/** What cosign's tags beside an image stand for, in the artifact types it gives the same things elsewhere. */
const cosignTags = {
  sig: "application/vnd.dev.cosign.artifact.sig.v1+json",
  att: "application/vnd.dev.cosign.artifact.att.v1+json",
  sbom: "application/vnd.dev.cosign.artifact.sbom.v1+json",
} as const;
/**
 * Whether a tag `t` stands for what is attached to an image: cosign's, and the index of referrers under the fallback tag, which is
 * of no platform: images may be tagged by a digest, too. Told by lengths first, because it is asked of every tag passed over. As
 * in Tag_attachments_idx, which counts them.
 */
export const isAttachmentTag = `CASE octet_length(t."name")
    WHEN 75 THEN t."name" LIKE 'sha256-%' AND (t."name" LIKE '%.sig' OR t."name" LIKE '%.att')
    WHEN 76 THEN t."name" LIKE 'sha256-%' AND t."name" LIKE '%.sbom'
    WHEN 71 THEN t."name" LIKE 'sha___-%' AND coalesce(cardinality(t."imagePlatforms"), 0) = 0
    ELSE false END`;

const attestation = "application/vnd.in-toto+json";

/**
 * Artifact types of what is attached to these manifests as far as the index has seen it: manifests that name one of them as their
 * subject, cosign's tags, and the attestations in an index. By digest; a digest nothing is attached to is absent.
 */
export async function listAttachments(
  db: Queryable,
  repositoryId: RepositoryId,
  digests: readonly string[],
): Promise<Map<string, string[]>> {
  if (digests.length === 0) return new Map();
  const rows = await db.query<{ digest: string; types: string[] }>(
    `SELECT digest, array_agg(DISTINCT type ORDER BY type) AS types FROM (
       SELECT d.digest, coalesce(m."artifactType", m."mediaType") AS type FROM unnest($2::text[]) AS d(digest)
         JOIN "Manifest" m ON m."subject" = d.digest
         JOIN "RepositoryManifest" r ON r."repositoryId" = $1::bigint AND r."digest" = m."digest"
       UNION ALL
       SELECT d.digest, c.type FROM unnest($2::text[]) AS d(digest)
         CROSS JOIN unnest($3::text[], $4::text[]) AS c(suffix, type)
         JOIN "Tag" t ON t."repositoryId" = $1::bigint AND t."name" = replace(d.digest, ':', '-') || '.' || c.suffix
           AND t."goneAt" IS NULL
       UNION ALL
       SELECT "parentDigest", $5 FROM "ManifestChild" WHERE "parentDigest" = ANY($2::text[]) AND "role" = 'attestation'
     ) attached GROUP BY digest`,
    [repositoryId, [...new Set(digests)], Object.keys(cosignTags), Object.values(cosignTags), attestation],
  );
  return new Map(rows.map(({ digest, types }) => [digest, types]));
}
