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

/** The best first: what begins with the text, what has a part that does, what contains it, what has its letters in order. */
const closeness = (column: string, contains: string, begins: string) =>
  `CASE WHEN ${column} ILIKE ${begins} THEN 0 WHEN ${column} ILIKE '%/' || ${begins} THEN 1 WHEN ${column} ILIKE ${contains} THEN 2 ELSE 3 END`;

/**
 * Registries and repositories with the text's letters in their order, tags beginning with it. "repo:tag" looks for the tag
 * within such repositories; "sha256:…" finds tags by digest. At most `limit` of each, the best fit first, then the shorter.
 */
export async function search(db: Queryable, text: string, limit: number): Promise<SearchHits> {
  const digest = /^sha256:[0-9a-f]*$/i.test(text);
  const colon = digest ? -1 : text.lastIndexOf(":");
  const name = colon < 0 ? text : text.slice(0, colon);
  const tag = colon < 0 ? text : text.slice(colon + 1);
  const contains = likePattern(name, "contains");
  const begins = likePattern(name, "prefix");
  const letters = likePattern(name, "letters");
  const [registries, repositories, tags] = await Promise.all([
    db.query<{ id: string; name: string }>(
      `SELECT "id", "name" FROM "Registry" WHERE "name" ILIKE $4 OR "endpoint" ILIKE $1
       ORDER BY ${closeness('"name"', "$1", "$2")}, "nameKey" LIMIT $3`,
      [contains, begins, limit, letters],
    ),
    db.query<{ registryId: string; registry: string; name: string }>(
      `SELECT r."registryId", g."name" AS registry, r."name" FROM "Repository" r JOIN "Registry" g ON g."id" = r."registryId"
       WHERE r."goneAt" IS NULL AND r."name" ILIKE $4
       ORDER BY ${closeness('r."name"', "$1", "$2")}, length(r."name"), r."name" COLLATE "C" LIMIT $3`,
      [contains, begins, limit, letters],
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
       ORDER BY ${closeness('r."name"', "$5", "$6")}, r."name" COLLATE "C", t."sortKey" COLLATE "C" DESC LIMIT $4`,
      [
        colon < 0 ? null : letters,
        digest ? likePattern(text.toLowerCase(), "prefix") : likePattern(tag, "prefix"),
        digest,
        limit,
        contains,
        begins,
      ],
    ),
  ]);
  return { registries, repositories, tags };
}
