import pLimit from "p-limit";
import { listUnaskedReferrers, markReferrersChecked, type UnaskedReferrers } from "#lib/catalog/index.ts";
import { bulk } from "#lib/db/index.ts";
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
 * asked about long ago. The first answer tells whether it keeps any. Brings what it names into the index. Throws what
 * befalls the registry; what befalls one manifest is left to the page that shows it.
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
      const { answered, found } = await readBatch(asking, batch, read.answered === 0);
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

/** Of one repository; `first`: nobody knows yet whether there is such a list, one request is to tell. */
async function readBatch(
  { registryId, client, ...options }: Asking,
  { repositoryId, repository, digests }: Batch,
  first: boolean,
): Promise<ReadReferrers> {
  const name = parseRepositoryName(repository);
  const limit = pLimit(REQUESTS);
  const asked: Digest[] = [];
  const found = new Set<Digest>();
  let answered = 0;
  const ask = async (subject: Digest): Promise<void> => {
    try {
      const listed = await client.findOwnReferrers(name, subject, EACH, options);
      if (listed === null && first && answered === 0) return;
      answered += 1;
      for (const { digest } of listed ?? []) found.add(digest);
    } catch (error) {
      if (endsRun(error)) throw error;
      log().info({ error, registryId, repository, subject }, "referrers not read");
    }
    asked.push(subject);
  };
  const alone = digests.slice(0, first ? 1 : 0);
  for (const subject of alone) await ask(subject);
  if (!first || answered > 0)
    await Promise.all(digests.slice(alone.length).map((subject) => limit(() => ask(subject))));
  if (found.size > 0) {
    await new ManifestFetcher({ db: bulk, client, repositoryId, name, limit, ...options }).ensure([...found]);
    await tellIndex({ registryId, repository, state: "done" });
  }
  await markReferrersChecked(bulk, repositoryId, asked);
  return { answered, found: found.size };
}
