import DataLoader from "dataloader";
import pLimit, { type LimitFunction } from "p-limit";
import {
  incompleteManifests,
  linkManifests,
  loadConfigs,
  parentManifests,
  type Queryable,
  type RepositoryId,
  settleIndexes,
  storeConfigs,
  storeManifests,
} from "#lib/catalog/index.ts";
import { AppError, type ErrorDto, toErrorDto } from "#lib/errors.ts";
import type {
  Descriptor,
  Digest,
  RegistryClient,
  RepositoryName,
  RequestOptions,
  VerifiedManifest,
} from "#lib/registry/types.ts";
import { type ConfigFacts, configFacts, toManifestRecord } from "./manifest-record.ts";
import { endsRun } from "./run-errors.ts";
import type { Silences } from "./silences.ts";
import { Spending, type SpendingLimits, spendingLimits } from "./spending.ts";

/** Indexes inside indexes are followed this deep; nobody builds deeper, and a loop cannot exist under a hash. */
const MAX_DEPTH = 4;
const MAX_CONFIG_BYTES = 4 * 1024 * 1024;
/** Milliseconds that configs wait to be looked for together: a query each would take longer than they do. */
const GATHERING_MS = 10;

/** Bytes of manifests and configs taken and not yet written; a real manifest is some kilobytes. */
const MOST_HELD = 8 * 1024 * 1024;

/** A manifest as fetched, its config's bytes if it has a readable one, what they say of an image, and why not if it should have one. */
interface Fetched {
  readonly manifest: VerifiedManifest;
  readonly config?: Uint8Array;
  readonly facts?: ConfigFacts | undefined;
  readonly error?: ErrorDto;
}

/** What `fetch` found out about some digests, for `store`. */
interface Found {
  readonly digests: readonly Digest[];
  readonly fetched: Map<string, Fetched>;
  /** By those of `digests` that are not whole. */
  readonly problems: Map<string, ErrorDto>;
  /** Indexes whose children may all be known now. */
  readonly unsettled: Set<string>;
  /** Shown before, but not whole. */
  readonly mended: Set<string>;
}

export interface FetchContext {
  readonly db: Queryable;
  readonly client: RegistryClient;
  readonly repositoryId: RepositoryId;
  readonly name: RepositoryName;
  readonly signal: AbortSignal;
  readonly priority: "interactive" | "background";
  readonly turn?: RequestOptions["turn"] | undefined;
  /** All requests of a run share it. */
  readonly limit: LimitFunction;
  /** Of a run that goes on without what never answers. */
  readonly silences?: Silences | undefined;
}

/**
 * Brings manifests into the index, with an index's children and with configs, fetching only what no repository has
 * shown before: who showed an image without its config did not show it. Batches of one run may overlap in time: what one is
 * fetching the other waits for. A config is asked for in its manifest's turn: manifests and configs by the hundred, one after the
 * other, give a registry with little memory more trouble than both mixed.
 */
export class ManifestFetcher {
  readonly #context: FetchContext;
  readonly #limits: SpendingLimits;
  readonly #inFlight = new Map<string, Promise<Fetched>>();
  /** Bytes of what was taken, by digest. */
  readonly #taken = new Map<string, number>();
  /** Writes one batch at a time: they are quick, and the pool is for pages first. */
  readonly #write = pLimit(1);
  readonly #knownConfigs: DataLoader<Digest, Uint8Array | undefined>;

  constructor(context: FetchContext, limits = spendingLimits) {
    this.#context = context;
    this.#limits = limits;
    this.#knownConfigs = new DataLoader(
      async (digests) => {
        const known = await loadConfigs(context.db, digests);
        return digests.map((digest) => known.get(digest));
      },
      { cache: false, batchScheduleFn: (look) => setTimeout(look, GATHERING_MS) },
    );
  }

  /** Whether what it holds unwritten leaves room for more: see `take`. */
  get hasRoom(): boolean {
    let held = 0;
    for (const bytes of this.#taken.values()) held += bytes;
    return held < MOST_HELD;
  }

  /**
   * Takes a manifest that is here already, as long as there is room, and brings its config: `ensure` finds both. Called within a
   * turn of `limit`.
   */
  async take(manifest: VerifiedManifest): Promise<void> {
    const { digest, raw } = manifest;
    // What is on its way already may be waiting for the very turn this one has.
    if (!this.hasRoom || this.#inFlight.has(digest)) return;
    this.#taken.set(digest, raw.byteLength + (configOf(manifest)?.size ?? 0));
    await this.#fetch(digest, () => this.#withConfig(manifest));
  }

  /** Returns why a digest (one of those given) is not whole in the index afterwards; digests without entry are. */
  async ensure(digests: readonly Digest[]): Promise<ReadonlyMap<string, ErrorDto>> {
    return this.store(await this.fetch(digests));
  }

  /** The registry's part of `ensure`; what it finds is held until it is stored. */
  async fetch(digests: readonly Digest[]): Promise<Found> {
    const { db } = this.#context;
    const problems = new Map<string, ErrorDto>();
    const fetched = new Map<string, Fetched>();
    const unsettled = new Set<string>();
    const mended = new Set<string>();
    const spending = new Spending(this.#limits);

    let wanted: readonly (readonly [root: Digest, digest: Digest])[] = digests.map((one) => [one, one]);
    for (let depth = 0; wanted.length > 0 && depth < MAX_DEPTH; depth += 1) {
      const asked = [...new Set(wanted.map(([, digest]) => digest))];
      const missing = await incompleteManifests(db, asked, MAX_CONFIG_BYTES);
      const below = Map.groupBy(missing, ({ root }) => root);
      for (const { root, digest, held } of missing) {
        if (held) mended.add(digest);
        if (root !== digest) unsettled.add(root);
      }
      const level = wanted
        .flatMap(([root, digest]) =>
          (below.get(digest) ?? []).map((one) => [root, one.digest as Digest] as const),
        )
        .filter(([, digest]) => !fetched.has(digest));
      const next: [Digest, Digest][] = [];
      await Promise.all(
        level.map(async ([root, digest]) => {
          if (fetched.has(digest)) return;
          try {
            const result = await this.#fetch(digest, () =>
              this.#fetchOne(digest, () => spending.check(root)),
            );
            fetched.set(digest, result);
            spending.add(root, result.manifest.raw.byteLength + (result.config?.byteLength ?? 0));
            if (result.error) problems.set(root, result.error);
            if (result.manifest.parsed.kind === "index") {
              unsettled.add(digest);
              for (const child of result.manifest.parsed.manifests) {
                if (child.role !== "artifact" || isManifestType(child)) next.push([root, child.digest]);
              }
            }
          } catch (error) {
            if (endsRun(error)) throw error;
            // An index may name platforms its registry was never given; the index is whole all the same.
            const absent = error instanceof AppError && error.code === "NOT_FOUND";
            if (digest === root || !absent) problems.set(root, toErrorDto(error));
          }
        }),
      );
      wanted = next.filter(([, digest]) => !fetched.has(digest));
    }
    return { digests, fetched, problems, unsettled, mended };
  }

  /** The index's part of `ensure`. */
  async store({
    digests,
    fetched,
    problems,
    unsettled,
    mended,
  }: Found): Promise<ReadonlyMap<string, ErrorDto>> {
    const { db, repositoryId } = this.#context;
    await this.#write(() => this.#store(fetched));
    for (const parent of await parentManifests(db, [...mended])) unsettled.add(parent);
    await settleIndexes(db, [...unsettled]);
    await linkManifests(db, repositoryId, digests);
    for (const digest of [...digests, ...fetched.keys()]) this.#forget(digest);
    return problems;
  }

  async #store(fetched: ReadonlyMap<string, Fetched>): Promise<void> {
    const { db } = this.#context;
    // In digest order: two runs storing the same rows would otherwise wait for each other in a circle.
    const ordered = [...fetched.values()].sort((a, b) => (a.manifest.digest < b.manifest.digest ? -1 : 1));
    const configs = ordered.flatMap(({ manifest, config }): [string, Uint8Array][] => {
      const descriptor = configOf(manifest);
      return descriptor && config ? [[descriptor.digest, config]] : [];
    });
    await storeConfigs(db, new Map(configs.sort(([a], [b]) => (a < b ? -1 : 1))));
    await storeManifests(
      db,
      ordered.map(({ manifest, facts }) => toManifestRecord(manifest, facts)),
    );
  }

  #fetch(digest: Digest, begin: () => Promise<Fetched>): Promise<Fetched> {
    const running = this.#inFlight.get(digest);
    if (running) return running;
    const started = begin();
    this.#inFlight.set(digest, started);
    started.catch(() => this.#forget(digest));
    return started;
  }

  #forget(digest: string): void {
    this.#inFlight.delete(digest);
    this.#taken.delete(digest);
  }

  /** `begin` throws when it is this one's turn and there was too much already. */
  #fetchOne(digest: Digest, begin: () => void): Promise<Fetched> {
    const { client, name, signal, priority, turn, limit } = this.#context;
    return limit(async () => {
      begin();
      const ask = () => client.getManifest(name, digest, { signal, priority, turn });
      return this.#withConfig(await this.#ask(digest, ask));
    });
  }

  async #withConfig(manifest: VerifiedManifest): Promise<Fetched> {
    const { client, name, signal, priority, turn } = this.#context;
    const descriptor = configOf(manifest);
    if (!descriptor) return { manifest };
    const known = await this.#knownConfigs.load(descriptor.digest);
    const fetch = () =>
      client.getBlobBytes(name, descriptor, { signal, priority, turn, limit: MAX_CONFIG_BYTES });
    try {
      const config = known ?? (await this.#ask(descriptor.digest, fetch));
      // Throws where it is none: its digest is right, and it says nothing.
      const facts = manifest.parsed.kind === "image" ? configFacts(config) : undefined;
      return { manifest, config, facts };
    } catch (error) {
      if (endsRun(error)) throw error;
      return { manifest, error: toErrorDto(error) };
    }
  }

  #ask<T>(digest: Digest, request: () => Promise<T>): Promise<T> {
    const { silences } = this.#context;
    return silences ? silences.ask(digest, request) : request();
  }
}

/** The config worth reading: an image's, or an artifact's when small; the empty descriptor says nothing. */
function configOf({ parsed }: VerifiedManifest): Descriptor | null {
  if (parsed.kind !== "image" && parsed.kind !== "artifact") return null;
  const { config } = parsed;
  if (config.mediaType === "application/vnd.oci.empty.v1+json" || config.size > MAX_CONFIG_BYTES) return null;
  return config;
}

function isManifestType(descriptor: Descriptor): boolean {
  return /manifest|image\.index/.test(descriptor.mediaType);
}
