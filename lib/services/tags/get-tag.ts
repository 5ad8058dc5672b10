import { z } from "zod";
import { findGoneTag, findTag, listTagMoves, manifestFacts, tagsOnDigest } from "#lib/catalog/index.ts";
import { bulk } from "#lib/db/index.ts";
import { AppError } from "#lib/errors.ts";
import { defineRead } from "#lib/operations/index.ts";
import { isDigest, isTag } from "#lib/registry/index.ts";
import {
  type ReachedRepository,
  reachRepository,
  refreshInBackground,
  repositoryInput,
} from "../repositories/index.ts";
import { loadManifestView } from "./manifest-view.ts";
import type { GoneTagView, ManifestPage, Place, TagView } from "./types.ts";

const manifestQuery = { platform: z.string().max(100).optional(), sharing: z.boolean().optional() };

function placeOf(reached: ReachedRepository): Place {
  const { registry, name, indexedAt, indexError } = reached;
  return {
    registry,
    repository: name,
    indexedAt,
    indexError,
    indexing: !registry.disabled && refreshInBackground(registry.id, reached),
  };
}

/** What is remembered of a tag that is gone, or null where none of that name was ever seen. */
async function loadGone(reached: ReachedRepository, name: string): Promise<GoneTagView | null> {
  const tag = await findGoneTag(bulk, reached.id, name);
  if (!tag) return null;
  const moves = await listTagMoves(bulk, reached.id, tag.name);
  const digests = [tag.digest, ...moves.flatMap(({ fromDigest, toDigest }) => [fromDigest, toDigest])];
  const known = [...new Set(digests.filter((digest) => digest !== null))];
  const facts = await manifestFacts(bulk, reached.id, known);
  const [last] = moves;
  // One that went before it was read left no move: the last one is of an earlier time.
  const by = tag.digest !== null && last?.toDigest === null ? last.actor : null;
  return { ...placeOf(reached), gone: { ...tag, by }, moves, held: known.filter((each) => facts.has(each)) };
}

/**
 * A tag's page: where it points, what that is, which other tags point there, where it pointed before. One that is `gone` has
 * its past alone.
 */
export const getTag = defineRead({
  id: "tag.get",
  permission: "registry:read",
  input: z.strictObject({
    ...repositoryInput,
    tag: z.string().max(200),
    ...manifestQuery,
  }),
  run: async (_actor, { registryId, repository, tag: name, ...query }): Promise<TagView | GoneTagView> => {
    const reached = await reachRepository(registryId, repository);
    const tag = isTag(name) ? await findTag(bulk, reached.id, name) : null;
    if (!tag) {
      const gone = isTag(name) ? await loadGone(reached, name) : null;
      if (gone) return gone;
      throw new AppError("NOT_FOUND", "no such tag");
    }
    const [manifest, sameDigest, moves] = await Promise.all([
      tag.digest ? loadManifestView(reached.id, tag.digest, query) : null,
      tag.digest ? tagsOnDigest(bulk, reached.id, tag.digest) : [],
      listTagMoves(bulk, reached.id, tag.name),
    ]);
    return {
      ...placeOf(reached),
      gone: null,
      tag,
      manifest,
      sameDigest: sameDigest.filter((other) => other !== tag.name),
      moves,
    };
  },
});

/** A manifest's page. One the repository does not hold is absent, wherever else it may be stored. */
export const getManifest = defineRead({
  id: "manifest.get",
  permission: "registry:read",
  input: z.strictObject({
    ...repositoryInput,
    digest: z.string().max(200),
    ...manifestQuery,
  }),
  run: async (_actor, { registryId, repository, digest, ...query }): Promise<ManifestPage> => {
    const reached = await reachRepository(registryId, repository);
    const manifest = isDigest(digest) ? await loadManifestView(reached.id, digest, query) : null;
    if (!manifest) throw new AppError("NOT_FOUND", "no such manifest");
    return { ...placeOf(reached), manifest, tags: await tagsOnDigest(bulk, reached.id, manifest.digest) };
  },
});
