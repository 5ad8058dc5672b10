import pLimit from "p-limit";
import {
  forgetReferrers,
  listSubjectsInDoubt,
  listUnaskedReferrers,
  listUntaggedReferrers,
  markReferrersChecked,
  type UnaskedReferrers,
} from "#lib/catalog/index.ts";
import { bulk } from "#lib/db/index.ts";
import { AppError } from "#lib/errors.ts";
import { log } from "#lib/log.ts";
import { createRegistryClient, parseDigest, parseRepositoryName } from "#lib/registry/index.ts";
import type { Digest, RequestOptions } from "#lib/registry/types.ts";
import { keepNotices, openTarget } from "../registries/index.ts";
import { type FetchContext, ManifestFetcher } from "./fetch-manifests.ts";
import { tellIndex } from "./progress.ts";
import { endsRun } from "./run-errors.ts";
import { withRunSignal } from "./sync-state.ts";

/** What one run asks about at most; the rest is for the next ones. */
const MANIFESTS = 1000;
const LIMIT_MS = 10 * 60_000;
/** Asked at once, and stored together. */
const REQUESTS = 8;
const BATCH = 40;
/** Referrers of one manifest that are looked into. */
const EACH = 100;

/** What a re-check asks about: so many images at most, and none of them again within so many hours. */
const RECHECKED = 40;
const RECHECK_HOURS = { interactive: 1, background: 24 } as const;
const RECHECK_LIMIT_MS = 60_000;

interface Asking extends Pick<FetchContext, "client" | "signal" | "priority" | "turn"> {
  readonly registryId: string;
}

export interface ReadReferrers {
  /** Manifests the registry told of. */
  readonly answered: number;
  /** What refers to them, known before or not. */
  readonly found: number;
}

/**
 * Asks a registry that keeps lists of referrers what refers to its tagged manifests: those never asked about, then those
 * asked about long ago. The first answer tells whether it keeps any. Brings what it names into the index, and takes out what it
 * does not name any more. Throws what befalls the registry; what befalls one manifest is left to the page that shows it.
 */
export async function readReferrers(
  registryId: string,
  repositories: readonly string[],
  { signal: asker, turn }: Required<Pick<RequestOptions, "signal" | "turn">>,
): Promise<ReadReferrers> {
  const due = await listUnaskedReferrers(bulk, registryId, repositories, MANIFESTS);
  const read = { answered: 0, found: 0 };
  if (due.length === 0) return read;
  const client = createRegistryClient(await openTarget(registryId));
  const work = async (signal: AbortSignal) => {
    const asking: Asking = { registryId, client, signal, turn, priority: "background" };
    for (const batch of inBatches(due)) {
      const { answered, found } = await readBatch(asking, batch, read.answered === 0 ? "unknown" : "kept");
      // No such list here, or the registry is not up to it today.
      if (answered === 0) return;
      read.answered += answered;
      read.found += found;
    }
  };
  try {
    await withRunSignal(registryId, LIMIT_MS, work, asker);
  } finally {
    await keepNotices(registryId, client);
  }
  return read;
}

/**
 * Looks whether what is attached to tagged images without a tag of its own is still listed, after a repository's tags were read:
 * nothing is asked about images that have none. Throws only what ended the run: the registry was removed or disabled.
 */
export async function recheckReferrers(
  asking: Asking,
  at: Pick<UnaskedReferrers, "repositoryId" | "repository">,
): Promise<void> {
  const { signal } = asking;
  const doubtful = await listSubjectsInDoubt(
    bulk,
    at.repositoryId,
    RECHECK_HOURS[asking.priority],
    RECHECKED,
  );
  if (doubtful.length === 0) return;
  const bounded = AbortSignal.any([signal, AbortSignal.timeout(RECHECK_LIMIT_MS)]);
  try {
    await readBatch({ ...asking, signal: bounded }, { ...at, digests: doubtful.map(parseDigest) }, "either");
  } catch (error) {
    if (signal.reason instanceof AppError) throw error;
    log().info({ error, repository: at.repository }, "referrers not checked");
    await markReferrersChecked(bulk, at.repositoryId, doubtful);
  }
}

interface Batch extends Omit<UnaskedReferrers, "digest"> {
  readonly digests: readonly Digest[];
}

function inBatches(due: readonly UnaskedReferrers[]): Batch[] {
  const batches: (Batch & { readonly digests: Digest[] })[] = [];
  for (const { repositoryId, repository, digest } of due) {
    const last = batches.at(-1);
    if (last?.repositoryId === repositoryId && last.digests.length < BATCH)
      last.digests.push(parseDigest(digest));
    else batches.push({ repositoryId, repository, digests: [parseDigest(digest)] });
  }
  return batches;
}

/**
 * Of one repository. Whether the registry keeps such lists is `kept`: it does; `unknown`: one request is to tell, and without one
 * nothing is done; `either`: where it keeps none, nothing is listed, and nobody needs to remember that.
 */
async function readBatch(
  { registryId, client, ...options }: Asking,
  { repositoryId, repository, digests }: Batch,
  lists: "kept" | "unknown" | "either",
): Promise<ReadReferrers> {
  const name = parseRepositoryName(repository);
  const limit = pLimit(REQUESTS);
  const asked: Digest[] = [];
  const found = new Set<Digest>();
  /** Whose whole list was read; where none is kept, nothing is listed. */
  const whole = new Set<string>();
  const untagged = await listUntaggedReferrers(bulk, repositoryId, digests);
  let answered = 0;
  const ask = async (subject: Digest): Promise<void> => {
    try {
      const listed = await client.findOwnReferrers(name, subject, EACH, options);
      if (listed === null && lists === "unknown" && answered === 0) return;
      answered += 1;
      for (const { digest } of listed ?? []) found.add(digest);
      if (!listed || listed.length < EACH) whole.add(subject);
      if (listed === null && lists === "either") return;
    } catch (error) {
      if (endsRun(error)) throw error;
      log().info({ error, registryId, repository, subject }, "referrers not read");
    }
    asked.push(subject);
  };
  const alone = digests.slice(0, lists === "unknown" ? 1 : 0);
  for (const subject of alone) await ask(subject);
  if (lists !== "unknown" || answered > 0)
    await Promise.all(digests.slice(alone.length).map((subject) => limit(() => ask(subject))));
  if (found.size > 0)
    await new ManifestFetcher({ db: bulk, client, repositoryId, name, limit, ...options }).ensure([...found]);
  const unlisted = untagged.filter(
    ({ subject, digest }) => whole.has(subject) && !found.has(digest as Digest),
  );
  const gone = await forgetReferrers(
    bulk,
    repositoryId,
    unlisted.map(({ digest }) => digest),
  );
  if (found.size + gone > 0) await tellIndex({ registryId, repository, state: "done" });
  await markReferrersChecked(bulk, repositoryId, asked);
  return { answered, found: found.size };
}
