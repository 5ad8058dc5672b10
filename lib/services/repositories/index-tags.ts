import pLimit from "p-limit";
import {
  completeRepositoryIndex,
  markTagsGone,
  resolveTags,
  type TagResolution,
  tagDigests,
  tagSortKey,
  unseenManifests,
  upsertTags,
} from "#lib/catalog/index.ts";
import { type ErrorDto, toErrorDto } from "#lib/errors.ts";
import type { Digest, Tag } from "#lib/registry/types.ts";
import { type FetchContext, ManifestFetcher } from "./fetch-manifests.ts";
import { readTagFacts } from "./read-tag-facts.ts";
import { endsRun, isAbsent } from "./run-errors.ts";

/** Requests of one run in flight; the client's own queue bounds them per host once more. */
const REQUESTS = 24;
/** The newest names, which a list shows first, are resolved before anything else: a screenful, and some. */
const FIRST_BATCH = 40;
/** Tags resolved, stored and shown together. */
const BATCH = 100;
/** Batches under way at once, so that one's writing does not leave the registry idle. */
const BATCHES = 3;

export interface IndexProgress {
  readonly done: number;
  /** null while the listing still runs. */
  readonly total: number | null;
  /** Rows written so far: while it stays, who has them need not fetch them again. */
  readonly written: number;
}

export interface IndexResult {
  readonly tags: number;
  /** Tags that pointed elsewhere, appeared or went. */
  readonly changed: number;
  readonly truncated: boolean;
}

type Head = { readonly tag: Tag } & (
  | { readonly digest: Digest }
  | { readonly error: ErrorDto }
  | { readonly vanished: true }
);

/** The order a list opens in. */
function newestFirst(tags: readonly Tag[]): Tag[] {
  const keyed = tags.map((tag) => ({ tag, key: tagSortKey(tag) }));
  return keyed.sort((a, b) => (a.key < b.key ? 1 : a.key > b.key ? -1 : 0)).map(({ tag }) => tag);
}

/**
 * One index run: list the tags, ask each where it points (HEAD), fetch the manifests never seen, point the tags at
 * them, forget those gone. Rows appear batch by batch. Throws what ends a run; everything stored until then stays.
 */
export async function indexTags(
  context: Omit<FetchContext, "limit">,
  onProgress: (progress: IndexProgress) => void,
): Promise<IndexResult> {
  const { db, client, repositoryId, name, signal, priority, turn } = context;
  const limit = pLimit(REQUESTS);
  const fetcher = new ManifestFetcher({ ...context, limit });

  const tags: Tag[] = [];
  let truncated = false;
  let written = 0;
  for await (const page of client.listTags(name, { signal, priority, turn })) {
    written += await upsertTags(db, repositoryId, page.tags);
    tags.push(...page.tags);
    truncated ||= page.truncated;
    onProgress({ done: 0, total: null, written });
  }

  const known = await tagDigests(db, repositoryId);
  let done = 0;
  let changed = 0;

  async function head(tag: Tag): Promise<Head> {
    try {
      return { tag, digest: (await client.headManifest(name, tag, { signal, priority, turn })).digest };
    } catch (error) {
      if (endsRun(error)) throw error;
      return isAbsent(error) ? { tag, vanished: true } : { tag, error: toErrorDto(error) };
    }
  }

  async function resolveBatch(batch: readonly Tag[]): Promise<void> {
    const heads = await Promise.all(batch.map((tag) => limit(() => head(tag))));
    const moved: { tag: Tag; digest: Digest }[] = [];
    const resolutions: TagResolution[] = [];
    const vanished: string[] = [];
    for (const result of heads) {
      if ("vanished" in result) vanished.push(result.tag);
      else if ("error" in result) resolutions.push({ name: result.tag, digest: null, error: result.error });
      else if (known.get(result.tag) !== result.digest) moved.push(result);
    }
    const problems = moved.length
      ? await fetcher.ensure([...new Set(moved.map(({ digest }) => digest))])
      : new Map<string, ErrorDto>();
    // A digest whose bytes nobody has seen is the registry's word only: no tag points there, no move is remembered.
    const unproven = new Set(problems.size > 0 ? await unseenManifests(db, [...problems.keys()]) : []);
    for (const { tag, digest } of moved) {
      const error = problems.get(digest) ?? null;
      resolutions.push({ name: tag, digest: unproven.has(digest) ? null : digest, error });
    }
    await resolveTags(db, repositoryId, resolutions);
    // Listed a moment ago, gone when asked: deleted in between, or listed by a registry that forgets slowly.
    if (vanished.length > 0) await markTagsGone(db, repositoryId, { only: vanished });
    changed += moved.length + vanished.length;
    written += resolutions.length + vanished.length;
    done += batch.length;
    onProgress({ done, total: tags.length, written });
  }

  const ordered = newestFirst(tags);
  const batches = pLimit(BATCHES);
  try {
    await resolveBatch(ordered.slice(0, FIRST_BATCH));
    const work: Promise<void>[] = [];
    for (let start = FIRST_BATCH; start < ordered.length; start += BATCH) {
      work.push(batches(() => resolveBatch(ordered.slice(start, start + BATCH))));
    }
    await Promise.all(work);
  } catch (error) {
    batches.clearQueue();
    limit.clearQueue();
    throw error;
  }
  if (!truncated) changed += await markTagsGone(db, repositoryId, { listed: tags });
  await completeRepositoryIndex(db, repositoryId);
  await readTagFacts(context, { tags: tags.length, changed });
  return { tags: tags.length, changed, truncated };
}
