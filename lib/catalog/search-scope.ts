/** What a search is narrowed to. */
export interface SearchScope {
  readonly registryId?: string;
  /** "linux/arm64": what runs there. */
  readonly platform?: string;
}

/** What a digest is looked for in. */
export interface DigestScope extends SearchScope {
  /** LIKE patterns of a repository's name; one that fits is enough. */
  readonly repositories?: readonly string[];
}

/** Of all rows that fit, so many are looked at: an index gives them at once, however many there are. */
export const candidates = ({ registryId, repositories }: DigestScope) =>
  registryId === undefined && repositories === undefined ? 200 : 4000;

/** The repository and registry of a row `of` with a "repositoryId". `$1` is the registry's id, or null for all. */
export const placesOf = (of: string) =>
  `JOIN "Repository" r ON r."id" = ${of}."repositoryId" AND r."goneAt" IS NULL AND ($1::uuid IS NULL OR r."registryId" = $1)
   JOIN "Registry" g ON g."id" = r."registryId"`;

/** Where something was found. */
export interface FoundPlace {
  readonly registryId: string;
  readonly registry: string;
  readonly repository: string;
}

export const place = `r."registryId", g."name" AS registry, r."name" AS repository`;

/** The last text that begins so, in COLLATE "C". */
export const lastOf = (begins: string) => `${begins}\u{10FFFF}`;
