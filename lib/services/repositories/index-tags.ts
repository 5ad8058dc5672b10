import pLimit from "p-limit";
import {
  completeRepositoryIndex,
  markTagsGone,
  resolveTags,
  silentTags,
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
import { endsRun, isAbsent, isAlone } from "./run-errors.ts";
import { Silences } from "./silences.ts";

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

type Answer = { readonly tag: Tag } & (
  | { readonly digest: Digest }
  | { readonly error: ErrorDto }
  | { readonly vanished: true }
);

/** Some tags, as the registry answered. */
interface Batch {
  readonly answers: readonly Answer[];
  /** Those that point elsewhere than the index knows. */
  readonly moved: readonly { readonly tag: Tag; readonly digest: Digest }[];
  /** The manifests they point at, before they are stored. */
  readonly found: Awaited<ReturnType<ManifestFetcher["fetch"]>> | undefined;
}

/** The order a list opens in. */
function newestFirst(tags: readonly Tag[]): Tag[] {
  const keyed = tags.map((tag) => ({ tag, key: tagSortKey(tag) }));
  return keyed.sort((a, b) => (a.key < b.key ? 1 : a.key > b.key ? -1 : 0)).map(({ tag }) => tag);
}

/**
 * One index run: list the tags, ask each where it points, fetch the manifests never seen, point the tags at them,
 * forget those gone. Rows appear batch by batch. Throws what ends a run; everything stored until then stays.
 */
export async function indexTags(
  context: Omit<FetchContext, "limit">,
  onProgress: (progress: IndexProgress) => void,
): Promise<IndexResult> {
  const { db, client, repositoryId, name, priority, turn } = context;
  const ended = new AbortController();
  const signal = AbortSignal.any([context.signal, ended.signal]);
  const limit = pLimit(REQUESTS);
  const silences = new Silences(client, signal);
  const fetcher = new ManifestFetcher({ ...context, signal, limit, silences });

  const [known, before] = await Promise.all([tagDigests(db, repositoryId), silentTags(db, repositoryId)]);
  const tags: Tag[] = [];
  let truncated = false;
  let written = 0;
  /** The last page's rows: the registry is asked on while they are written. */
  let listed: Promise<void> = Promise.resolve();
  const list = async (page: readonly Tag[]) => {
    written += await upsertTags(db, repositoryId, page);
    onProgress({ done: 0, total: null, written });
  };

  let done = 0;
  let changed = 0;

  /** Resolved when no other tag need wait for the first ones: they are read, or half of them are and none leads to more manifests. */
  const screenful = Promise.withResolvers<void>();
  let answered = 0;
  let leadOn = false;
  const heard = (whole: boolean) => {
    answered += 1;
    leadOn ||= !whole;
    if (answered === FIRST_BATCH / 2 && !leadOn) screenful.resolve();
  };

  async function ask(tag: Tag): Promise<Answer> {
    try {
      const options = {
        signal,
        priority,
        turn,
        withManifest: !known.has(tag) && fetcher.hasRoom,
        // Runs nobody waits for ask in full, and so find a tag whose manifest is lost.
        known: priority === "interactive" ? (known.get(tag) as Digest | undefined) : undefined,
      };
      const { digest, manifest } = await silences.ask(tag, () => client.resolveTag(name, tag, options));
      heard(digest === known.get(tag) || (manifest !== undefined && manifest.parsed.kind !== "index"));
      if (manifest) await fetcher.take(manifest);
      return { tag, digest };
    } catch (error) {
      if (endsRun(error)) throw error;
      return isAbsent(error) ? { tag, vanished: true } : { tag, error: toErrorDto(error) };
    }
  }

  async function readBatch(batch: readonly Tag[]): Promise<Batch> {
    const answers = await Promise.all(batch.map((tag) => limit(() => ask(tag))));
    const moved = answers.flatMap((answer) =>
      "digest" in answer && known.get(answer.tag) !== answer.digest ? [answer] : [],
    );
    const digests = [...new Set(moved.map(({ digest }) => digest))];
    return { answers, moved, found: digests.length > 0 ? await fetcher.fetch(digests) : undefined };
  }

  /** Returns the tags that got no answer, for asking again; the last time they are marked instead. */
  async function writeBatch({ answers, moved, found }: Batch, lastTime = false): Promise<Tag[]> {
    const resolutions: TagResolution[] = [];
    const vanished: string[] = [];
    const silent: Tag[] = [];
    const resolve = (tag: Tag, digest: Digest | null, error: ErrorDto | null) => {
      if (error && isAlone(error) && !lastTime) silent.push(tag);
      else resolutions.push({ name: tag, digest, error });
    };
    for (const result of answers) {
      if ("vanished" in result) vanished.push(result.tag);
      else if ("error" in result) resolve(result.tag, null, result.error);
    }
    const unheard = silent.length;
    const problems = found ? await fetcher.store(found) : new Map<string, ErrorDto>();
    // A digest whose bytes nobody has seen is the registry's word only: no tag points there, no move is remembered.
    const unproven = new Set(problems.size > 0 ? await unseenManifests(db, [...problems.keys()]) : []);
    for (const { tag, digest } of moved) {
      resolve(tag, unproven.has(digest) ? null : digest, problems.get(digest) ?? null);
    }
    await listed;
    await resolveTags(db, repositoryId, resolutions);
    // Listed a moment ago, gone when asked: deleted in between, or listed by a registry that forgets slowly.
    if (vanished.length > 0) await markTagsGone(db, repositoryId, { only: vanished });
    changed += moved.length - (silent.length - unheard) + vanished.length;
    written += resolutions.length + vanished.length;
    done += answers.length - silent.length;
    onProgress({ done, total: tags.length, written });
    return silent;
  }

  const batches = pLimit(BATCHES);
  const forget = async () => {
    if (truncated) return;
    const gone = await markTagsGone(db, repositoryId, { listed: tags });
    changed += gone;
  };
  try {
    for await (const page of client.listTags(name, { signal, priority, turn })) {
      await listed;
      listed = list(page.tags.filter((tag) => !known.has(tag)));
      listed.catch(() => undefined);
      tags.push(...page.tags);
      truncated ||= page.truncated;
    }
    // What had no answer the last time is asked when all else is read: nobody waits for it.
    const silent = tags.filter((tag) => before.has(tag));
    const ordered = newestFirst(tags.filter((tag) => !before.has(tag)));
    const index = (some: readonly Tag[], whenRead?: () => void) =>
      batches(async () => {
        const batch = await readBatch(some);
        whenRead?.();
        silent.push(...(await writeBatch(batch)));
      });
    const work = [listed, forget(), index(ordered.slice(0, FIRST_BATCH), screenful.resolve)];
    // What a screenful of tags leads to would stand in line behind the other tags; where it leads to nothing, nothing waits.
    if (ordered.some((tag) => !known.has(tag))) await Promise.race([screenful.promise, Promise.all(work)]);
    for (let start = FIRST_BATCH; start < ordered.length; start += BATCH) {
      work.push(index(ordered.slice(start, start + BATCH)));
    }
    await Promise.all(work);
    // Once more, then: the registry may have been away for a moment.
    silences.askAgain();
    for (let start = 0; start < silent.length; start += BATCH) {
      await writeBatch(await readBatch(silent.slice(start, start + BATCH)), true);
    }
  } catch (error) {
    batches.clearQueue();
    limit.clearQueue();
    // What is still silent would take the place of other repositories' requests.
    ended.abort();
    // Nobody hears of rows after the run's end.
    await listed.catch(() => undefined);
    throw error;
  }
  await completeRepositoryIndex(db, repositoryId);
  await readTagFacts(context, { tags: tags.length, changed });
  return { tags: tags.length, changed, truncated };
}
