import type { SearchScope } from "./search-scope.ts";
import { likePattern, type Queryable } from "./sql.ts";

export interface FoundRepositoryName {
  readonly registryId: string;
  readonly registry: string;
  readonly name: string;
}

export interface FoundRegistryName {
  readonly id: string;
  readonly name: string;
}

/** The best first: what begins with the text, what has a part that does, what contains it, what has its letters in order. */
export const closeness = (column: string, contains: string, begins: string) =>
  `CASE WHEN ${column} ILIKE ${begins} THEN 0 WHEN ${column} ILIKE '%/' || ${begins} THEN 1 WHEN ${column} ILIKE ${contains} THEN 2 ELSE 3 END`;

/** Longer texts are pasted, not mistyped. */
const longestSlip = 24;
/** Names that have something in common with a mistyped one: among so many, the one that was meant is looked for. */
const suspects = 300;

/** The text with one letter wrong, too many, or swapped with its neighbour. */
function slips(text: string): string[] {
  const letters = [...text];
  // Versions and numbers are one digit from another by nature.
  if (letters.length < 4 || letters.length > longestSlip || !/\p{L}{3}/u.test(text)) return [];
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

export function findRegistries(db: Queryable, text: string, limit: number): Promise<FoundRegistryName[]> {
  return db.query(
    `SELECT "id", "name" FROM "Registry" WHERE "name" ILIKE $4 OR "endpoint" ILIKE $1
     ORDER BY ${closeness('"name"', "$1", "$2")}, "nameKey" LIMIT $3`,
    [likePattern(text, "contains"), likePattern(text, "prefix"), limit, likePattern(text, "letters")],
  );
}

/** Those with the text's letters in their order, the best fit first, then the shorter. */
export function findRepositories(
  db: Queryable,
  text: string,
  limit: number,
  { registryId }: SearchScope,
): Promise<FoundRepositoryName[]> {
  return db.query(
    `SELECT r."registryId", g."name" AS registry, r."name" FROM "Repository" r JOIN "Registry" g ON g."id" = r."registryId"
     WHERE r."goneAt" IS NULL AND r."name" ILIKE $4 AND ($5::uuid IS NULL OR r."registryId" = $5)
     ORDER BY ${closeness('r."name"', "$1", "$2")}, length(r."name"), r."name" COLLATE "C" LIMIT $3`,
    [
      likePattern(text, "contains"),
      likePattern(text, "prefix"),
      limit,
      likePattern(text, "letters"),
      registryId ?? null,
    ],
  );
}

/** Those one slip of the finger away. Every slip is tried on the names that look alike; without trigrams, on all names. */
export async function findMeant(
  db: Queryable,
  text: string,
  limit: number,
  { registryId }: SearchScope,
  trigrams: boolean,
): Promise<FoundRepositoryName[]> {
  const patterns = slips(text);
  if (patterns.length === 0) return [];
  const alike = trigrams
    ? `(SELECT * FROM "Repository" WHERE "goneAt" IS NULL ORDER BY word_similarity($1, "name") DESC LIMIT ${suspects})`
    : `"Repository"`;
  return db.query(
    `SELECT r."registryId", g."name" AS registry, r."name" FROM ${alike} r JOIN "Registry" g ON g."id" = r."registryId"
     WHERE r."goneAt" IS NULL AND $1 <> '' AND r."name" ILIKE ANY($3) AND ($4::uuid IS NULL OR r."registryId" = $4)
     ORDER BY length(r."name"), r."name" COLLATE "C" LIMIT $2`,
    [text, limit, patterns, registryId ?? null],
  );
}
