import { likePattern, type Queryable } from "./sql.ts";

/** What the command palette offers: enough to name it and to link to it. */
export interface SearchHits {
  readonly registries: readonly { readonly id: string; readonly name: string }[];
  readonly repositories: readonly {
    readonly registryId: string;
    readonly registry: string;
    readonly name: string;
  }[];
  readonly tags: readonly {
    readonly registryId: string;
    readonly registry: string;
    readonly repository: string;
    readonly name: string;
    readonly digest: string | null;
  }[];
}

/**
 * Registries and repositories containing the text, tags beginning with it. "repo:tag" looks for the tag within
 * repositories containing the part before the colon; "sha256:…" finds tags by digest. At most `limit` of each,
 * names that begin with the text first.
 */
export async function search(db: Queryable, text: string, limit: number): Promise<SearchHits> {
  const digest = /^sha256:[0-9a-f]*$/i.test(text);
  const colon = digest ? -1 : text.lastIndexOf(":");
  const name = colon < 0 ? text : text.slice(0, colon);
  const tag = colon < 0 ? text : text.slice(colon + 1);
  const contains = likePattern(name, "contains");
  const begins = likePattern(name, "prefix");
  const [registries, repositories, tags] = await Promise.all([
    db.query<{ id: string; name: string }>(
      `SELECT "id", "name" FROM "Registry" WHERE "name" ILIKE $1 OR "endpoint" ILIKE $1
       ORDER BY "name" ILIKE $2 DESC, "nameKey" LIMIT $3`,
      [contains, begins, limit],
    ),
    db.query<{ registryId: string; registry: string; name: string }>(
      `SELECT r."registryId", g."name" AS registry, r."name" FROM "Repository" r JOIN "Registry" g ON g."id" = r."registryId"
       WHERE r."goneAt" IS NULL AND r."name" ILIKE $1
       ORDER BY r."name" ILIKE $2 DESC, length(r."name"), r."name" COLLATE "C" LIMIT $3`,
      [contains, begins, limit],
    ),
    db.query<{
      registryId: string;
      registry: string;
      repository: string;
      name: string;
      digest: string | null;
    }>(
      `SELECT r."registryId", g."name" AS registry, r."name" AS repository, t."name", t."digest"
       FROM "Tag" t JOIN "Repository" r ON r."id" = t."repositoryId" JOIN "Registry" g ON g."id" = r."registryId"
       WHERE t."goneAt" IS NULL AND r."goneAt" IS NULL
         AND CASE WHEN $3 THEN t."digest" LIKE $2 ELSE t."name" ILIKE $2 END AND ($1::text IS NULL OR r."name" ILIKE $1)
       ORDER BY r."name" COLLATE "C", t."sortKey" COLLATE "C" DESC LIMIT $4`,
      [
        colon < 0 ? null : contains,
        digest ? likePattern(text.toLowerCase(), "prefix") : likePattern(tag, "prefix"),
        digest,
        limit,
      ],
    ),
  ]);
  return { registries, repositories, tags };
}
