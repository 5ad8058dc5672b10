import { setTimeout as sleep } from "node:timers/promises";
import { findBrokenTags, type RunRepository, tagsReadSince } from "#lib/catalog/index.ts";
import { bulk, isDatabaseUnavailable } from "#lib/db/index.ts";
import { AppError, type ErrorDto, toErrorDto } from "#lib/errors.ts";
import type { JobContext } from "#lib/jobs/index.ts";
import { openTarget } from "../registries/index.ts";
import { type SyncOutcome, syncRepository } from "../repositories/index.ts";
import { notBefore, unlessAborted } from "./aborting.ts";
import type { Pace } from "./pace.ts";
import { type Delays, isPassing, registryIsAway, waitAfter } from "./patience.ts";
import type { RunTracker } from "./tracker.ts";

/** A registry that lets through one request a second needs this long for a large repository. */
const longestRepositoryMs = 6 * 3_600_000;
/** Broken tags of one repository that are told one by one. */
const brokenTold = 50;

interface RunFacts {
  readonly registryId: string;
  /** When the run was ordered: what was read since is done. */
  readonly since: Date;
  readonly concurrency: number;
  readonly pace: Pace;
  readonly tracker: RunTracker;
  readonly delays: Delays;
  readonly signal: AbortSignal;
  readonly log: JobContext<unknown, unknown>["log"];
  readonly place: JobContext<unknown, unknown>["place"];
}

interface Waiting {
  readonly name: string;
  /** Another instance was at it: on the monotonic clock, when to look again. */
  readonly after?: number;
  /** It was silent once already. */
  readonly silent?: true;
}

/** Reads repositories one after the other, so many at once, until all are read or had their chance. */
export class Reading {
  readonly #facts: RunFacts;
  readonly #queue: Waiting[];
  readonly #stop = new AbortController();
  readonly #signal: AbortSignal;
  /** Nobody asks the registry before. */
  #heldUntil = 0;
  /** While it is left alone, and until the run has its place again. */
  #alone: Promise<void> | null = null;
  #triesInVain = 0;

  constructor(facts: RunFacts, repositories: readonly RunRepository[]) {
    this.#facts = facts;
    this.#queue = repositories.map(({ name }) => ({ name }));
    this.#signal = AbortSignal.any([facts.signal, this.#stop.signal]);
  }

  /** Throws what ends the whole run, when nothing of it is under way any more. */
  async run(): Promise<void> {
    const lanes = Array.from({ length: this.#facts.concurrency }, () => this.#lane());
    try {
      await Promise.all(lanes);
    } finally {
      this.#stop.abort();
      await Promise.allSettled(lanes);
    }
  }

  async #lane(): Promise<void> {
    for (;;) {
      const next = this.#queue.shift();
      if (!next) return;
      await notBefore(() => Math.max(this.#heldUntil, next.after ?? 0), this.#signal);
      await this.#alone;
      await this.#read(next);
    }
  }

  async #read(item: Waiting): Promise<void> {
    const { name, after } = item;
    const { registryId, since, pace, tracker, delays } = this.#facts;
    tracker.begin(name);
    try {
      // Another instance was at it a moment ago: it may have done what there is to do.
      const read = after === undefined ? null : await tagsReadSince(bulk, registryId, name, since);
      if (read !== null) return await this.#told(name, read);
      const running = syncRepository(registryId, name, {
        priority: "background",
        signal: this.#signal,
        turn: pace.turn,
        longest: longestRepositoryMs,
        patience: delays.patience,
        onProgress: (progress) => tracker.progress(name, progress),
      });
      await this.#ended(name, await unlessAborted(running, this.#signal));
      this.#triesInVain = 0;
    } catch (error) {
      this.#signal.throwIfAborted();
      await this.#failed(item, error);
    }
  }

  async #ended(name: string, outcome: SyncOutcome): Promise<void> {
    if (outcome.state === "elsewhere") {
      this.#facts.tracker.postpone(name);
      this.#queue.push({ name, after: performance.now() + this.#facts.delays.elsewhere });
    } else await this.#told(name, outcome.tags);
  }

  /** Read to its end; what is broken in it marks its tag and is told here. */
  async #told(name: string, tags: number): Promise<void> {
    const { registryId, tracker, log } = this.#facts;
    const broken = await findBrokenTags(bulk, registryId, [name], brokenTold);
    tracker.broken(broken.count, broken.tags);
    for (const { repository, tag, error } of broken.tags) {
      log("warn", { line: "unreadable", name: `${repository}:${tag}` }, error);
    }
    tracker.end(name, tags);
  }

  async #failed({ name, silent }: Waiting, error: unknown): Promise<void> {
    const { registryId, tracker, delays, log } = this.#facts;
    const dto = toErrorDto(error);
    // The registry has no such repository (any more): the index knows.
    if (dto.code === "NOT_FOUND") return tracker.end(name, 0);
    if (dto.code === "CANCELLED") {
      // Throws where the registry was removed or disabled; else somebody's run that was joined here was given up.
      await openTarget(registryId);
      return this.#again(name);
    }
    if (isDatabaseUnavailable(error)) {
      this.#hold(delays.database);
      return this.#again(name);
    }
    if (await registryIsAway(registryId, dto)) {
      const held = this.#alone !== null || performance.now() < this.#heldUntil;
      if (!held) {
        const wait = waitAfter(dto, this.#triesInVain, delays);
        if (wait === null) throw error;
        this.#triesInVain += 1;
        log("warn", { line: "held", seconds: Math.ceil(wait / 1000) }, dto);
        tracker.postpone(name);
        this.#leaveAlone(wait, dto);
      } else tracker.postpone(name);
      this.#queue.unshift({ name });
      return;
    }
    // The registry answers: it may have come back this very moment, and the repository with it.
    if (isPassing(dto) && !silent) {
      tracker.postpone(name);
      this.#queue.push({ name, after: performance.now() + delays.first, silent: true });
      return;
    }
    if (!(error instanceof AppError)) log("error", { line: "ownError", name });
    log("warn", { line: "unreadable", name }, dto);
    tracker.fail(name, dto);
  }

  #leaveAlone(milliseconds: number, error: ErrorDto): void {
    this.#hold(milliseconds);
    const alone = leaveAlone(milliseconds, error, { ...this.#facts, signal: this.#signal });
    this.#alone = alone.finally(() => {
      this.#alone = null;
    });
    // Every lane may be at its end, or busy, when it is aborted.
    this.#alone.catch(() => undefined);
  }

  #hold(milliseconds: number): void {
    this.#heldUntil = Math.max(this.#heldUntil, performance.now() + milliseconds);
  }

  #again(name: string): void {
    this.#facts.tracker.postpone(name);
    this.#queue.push({ name, after: performance.now() + this.#facts.delays.elsewhere });
  }
}

/** Lets a registry that is away come back. A long wait leaves the run's place to another one. Rejects when aborted. */
export async function leaveAlone(
  milliseconds: number,
  error: ErrorDto,
  { tracker, delays, signal, place }: Pick<RunFacts, "tracker" | "delays" | "signal" | "place">,
): Promise<void> {
  tracker.wait(milliseconds, error);
  if (milliseconds > delays.inPlace) place.leave();
  await rest(milliseconds, signal);
  tracker.queue(true);
  await place.back(signal);
  tracker.queue(false);
}

/** Waits so long, or rejects when aborted. */
export const rest = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  sleep(milliseconds, undefined, { signal });
