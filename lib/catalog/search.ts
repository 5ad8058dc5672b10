import {
  type FoundLabel,
  type FoundManifest,
  findBuiltOn,
  findByBaseName,
  findLabels,
  findManifests,
} from "./search-images.ts";
import {
  type FoundRegistryName,
  type FoundRepositoryName,
  findMeant,
  findRegistries,
  findRepositories,
} from "./search-repositories.ts";
import type { DigestScope, SearchScope } from "./search-scope.ts";
import {
  type FoundTag,
  findReference,
  findTags,
  findTagsByDigest,
  findTagsByPlatform,
} from "./search-tags.ts";
import { likePattern, type Queryable } from "./sql.ts";

/** Enough of everything to name it and to link to it. */
export interface SearchHits {
  readonly registries: readonly FoundRegistryName[];
  readonly repositories: readonly FoundRepositoryName[];
  readonly tags: readonly FoundTag[];
  readonly manifests: readonly FoundManifest[];
  readonly labels: readonly FoundLabel[];
  /** What was built from an image of that name; with an empty key, as its layers show. */
  readonly bases: readonly FoundLabel[];
}

export const noHits: SearchHits = {
  registries: [],
  repositories: [],
  tags: [],
  manifests: [],
  labels: [],
  bases: [],
};

async function hasTrigrams(db: Queryable): Promise<boolean> {
  const [row] = await db.query<{ present: boolean }>(
    "SELECT to_regproc('word_similarity') IS NOT NULL AS present",
  );
  return row?.present ?? false;
}

/** "sha256:1a2b…" or, without its name, six figures of it: shorter ones are words. */
function digestIn(text: string): string | null {
  const [, figures] =
    /^(?:sha256:)?([0-9a-f]{6,64})$/i.exec(text) ?? /^sha256:([0-9a-f]{0,5})$/i.exec(text) ?? [];
  return figures === undefined ? null : `sha256:${figures.toLowerCase()}`;
}

/** "repo@sha256:1a2b…", perhaps with a tag and the registry's host before: as docker writes references. */
function referenceIn(text: string): { readonly digest: string; readonly repositories: string[] } | null {
  const [, name = "", digest = ""] = /^(.+)@(sha256:[0-9a-f]{0,64})$/i.exec(text) ?? [];
  if (name === "") return null;
  const repository = name.replace(/:[\w.-]*$/, "");
  // What looks like a host may be how the repository's name begins.
  const inside = repository.replace(/^(?:[^/]*[.:][^/]*|localhost)\//i, "");
  const repositories = [...new Set([repository, inside])].map((each) => likePattern(each, "contains"));
  return { digest: digest.toLowerCase(), repositories };
}

async function findByDigest(db: Queryable, digest: string, limit: number, scope: DigestScope) {
  const [tags, manifests] = await Promise.all([
    findTagsByDigest(db, digest, limit, scope),
    findManifests(db, digest, limit, scope),
  ]);
  return { tags, manifests };
}

const isPlatform = (text: string) => /^(linux|windows|darwin|freebsd|wasip1)\/[a-z0-9]+(\/v\d+)?$/.test(text);

/** What else a text may say of an image than its name: what it is labelled with, built from, made for. */
async function findImages(db: Queryable, text: string, limit: number, scope: SearchScope) {
  // Every word begins some key.
  if ([...text].length < 3) return { labels: [], bases: [], forPlatform: [] };
  const colon = text.lastIndexOf(":");
  const reference = { repository: text.slice(0, colon), tag: text.slice(colon + 1) };
  const [labels, named, built, forPlatform] = await Promise.all([
    findLabels(db, text, limit, scope),
    findByBaseName(db, text, limit, scope),
    colon > 0 && reference.tag !== "" ? findBuiltOn(db, reference, limit, scope) : [],
    isPlatform(text) ? findTagsByPlatform(db, text, limit, scope) : [],
  ]);
  const told = new Set(named.map(({ registryId, repository }) => `${registryId} ${repository}`));
  const shown = built.filter(({ registryId, repository }) => !told.has(`${registryId} ${repository}`));
  return { labels, bases: [...named, ...shown].slice(0, limit), forPlatform };
}

/**
 * Everything the index knows a text by, at most `limit` of each kind, the best fit first: registries and repositories with its
 * letters in their order, tags beginning with it or holding it ("repo:tag" within such repositories), images by digest
 * ("repo@sha256:…" within such repositories), by label ("key", "key=value"), by platform and by what they were built from. Where no name fits, repositories one slip
 * of the finger away.
 */
export async function search(
  db: Queryable,
  text: string,
  limit: number,
  scope: SearchScope = {},
): Promise<SearchHits> {
  const reference = referenceIn(text);
  if (reference) {
    const { digest, repositories } = reference;
    return { ...noHits, ...(await findByDigest(db, digest, limit, { ...scope, repositories })) };
  }
  const digest = digestIn(text);
  const byDigest = digest ? findByDigest(db, digest, limit, scope) : { tags: [], manifests: [] };
  if (digest !== null && text.includes(":")) return { ...noHits, ...(await byDigest) };
  const colon = text.lastIndexOf(":");
  const name = colon < 0 ? text : text.slice(0, colon);
  const trigrams = await hasTrigrams(db);
  const named = scope.platform === undefined;
  const [registries, repositories, tags, images, pointed] = await Promise.all([
    named && scope.registryId === undefined ? findRegistries(db, name, limit) : [],
    named ? findRepositories(db, name, limit, scope) : [],
    colon < 0
      ? findTags(db, text, limit, scope, trigrams)
      : findReference(db, { repository: name, tag: text.slice(colon + 1) }, limit, scope),
    findImages(db, text, limit, scope),
    byDigest,
  ]);
  const { labels, bases, forPlatform } = images;
  const found = {
    registries,
    tags: [...pointed.tags, ...tags, ...forPlatform].slice(0, limit),
    manifests: pointed.manifests,
    labels,
    bases,
  };
  const meant =
    named && colon < 0 && !isPlatform(text) && repositories.length + Object.values(found).flat().length === 0;
  return {
    ...found,
    repositories: meant ? await findMeant(db, name, limit, scope, trigrams) : repositories,
  };
}
