import {
  type FoundRegistryName,
  type FoundRepositoryName,
  findMeant,
  findRegistries,
  findRepositories,
} from "./search-repositories.ts";
import { type FoundTag, findReference, findTags, findTagsByDigest } from "./search-tags.ts";
import type { Queryable } from "./sql.ts";

/** What the command palette offers: enough to name it and to link to it. */
export interface SearchHits {
  readonly registries: readonly FoundRegistryName[];
  readonly repositories: readonly FoundRepositoryName[];
  readonly tags: readonly FoundTag[];
}

async function hasTrigrams(db: Queryable): Promise<boolean> {
  const [row] = await db.query<{ present: boolean }>(
    "SELECT to_regproc('word_similarity') IS NOT NULL AS present",
  );
  return row?.present ?? false;
}

/**
 * Registries and repositories with the text's letters in their order, tags beginning with it or holding it. "repo:tag" looks
 * for the tag within such repositories; "sha256:…" finds tags by digest. Where nothing does, repositories one slip of
 * the finger away. At most `limit` of each, the best fit first, then the shorter.
 */
export async function search(db: Queryable, text: string, limit: number): Promise<SearchHits> {
  if (/^sha256:[0-9a-f]*$/i.test(text)) {
    const tags = await findTagsByDigest(db, text.toLowerCase(), limit);
    return { registries: [], repositories: [], tags };
  }
  const colon = text.lastIndexOf(":");
  const name = colon < 0 ? text : text.slice(0, colon);
  const trigrams = await hasTrigrams(db);
  const [registries, repositories, tags] = await Promise.all([
    findRegistries(db, name, limit),
    findRepositories(db, name, limit),
    colon < 0 ? findTags(db, text, limit, trigrams) : findReference(db, name, text.slice(colon + 1), limit),
  ]);
  const found = repositories.length > 0 || tags.length > 0 || colon >= 0;
  return {
    registries,
    repositories: found ? repositories : await findMeant(db, name, limit, trigrams),
    tags,
  };
}
