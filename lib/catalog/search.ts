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

/** Longer texts are pasted, not mistyped. */
const longestSlip = 24;

/** The text with one letter wrong, too many, or swapped with its neighbour. */
function slips(text: string): string[] {
  const letters = [...text];
  if (letters.length < 4 || letters.length > longestSlip) return [];
  const spelled = letters.flatMap((letter, at) => [
    letters.toSpliced(at, 1).join(""),
    letters.toSpliced(at, 2, letters[at + 1] ?? "", letter).join(""),
  ]);
  const wrong = letters.map(
    (_, at) => [letters.slice(0, at).join(""), letters.slice(at + 1).join("")] as const,
  );
  return [
    ...spelled.map((each) => likePattern(each, "contains")),
    ...wrong.map(
      ([before, after]) => `%${likePattern(before, "prefix").slice(0, -1)}_${likePattern(after, "prefix")}`,
    ),
  ];
}

interface Fit {
  readonly contains: string;
  readonly begins: string;
  readonly limit: number;
}

function repositoriesLike(db: Queryable, patterns: readonly string[], { contains, begins, limit }: Fit) {
  return db.query<SearchHits["repositories"][number]>(
    `SELECT r."registryId", g."name" AS registry, r."name" FROM "Repository" r JOIN "Registry" g ON g."id" = r."registryId"
     WHERE r."goneAt" IS NULL AND r."name" ILIKE ANY($4)
     ORDER BY ${closeness('r."name"', "$1", "$2")}, length(r."name"), r."name" COLLATE "C" LIMIT $3`,
    [contains, begins, limit, patterns],
  );
}

/**
 * Registries and repositories with the text's letters in their order, tags beginning with it. "repo:tag" looks for the tag
 * within such repositories; "sha256:…" finds tags by digest. Where nothing does, repositories one slip of
 * the finger away. At most `limit` of each, the best fit first, then the shorter.
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
    repositoriesLike(db, [letters], { contains, begins, limit }),
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
  const meant = repositories.length > 0 || tags.length > 0 || colon >= 0 ? [] : slips(name);
  if (meant.length === 0) return { registries, repositories, tags };
  return { registries, repositories: await repositoriesLike(db, meant, { contains, begins, limit }), tags };
}
