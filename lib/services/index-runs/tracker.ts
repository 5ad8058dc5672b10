import type { RunRepository } from "#lib/catalog/index.ts";
import type { ErrorDto } from "#lib/errors.ts";
import type { IndexFailure, IndexRunProgress, IndexRunResult } from "./types.ts";

const windowMs = 10_000;
/** Before that an estimate would be a guess. */
const estimateAfterMs = 2_000;
/** In the live picture; the result has more of them, the log has all. */
const failuresShown = 20;
const failuresKept = 200;
/** What a repository nobody has listed is taken to hold, until some were read. */
const tagsGuessed = 10;

interface Sample {
  readonly at: number;
  readonly tags: number;
  readonly requests: number;
}

/** The code, the reason and what the sentence names: an upstream's own words are in the log. */
function short({ code, reason, params }: ErrorDto): ErrorDto {
  return { code, ...(reason ? { reason } : {}), ...(params ? { params } : {}) };
}

/** Makes the picture of an index run out of what happens in it. */
export class RunTracker {
  readonly #report: (progress: IndexRunProgress) => void;
  readonly #requests: () => number;
  readonly #clock: () => number;
  #phase: IndexRunProgress["phase"] = "listing";
  /** Tags each repository to come had when last read. */
  #rest = new Map<string, number | null>();
  #restTags = 0;
  #restUnknown = 0;
  #current = new Map<string, { done: number; total: number | null }>();
  /** The most tags read of each repository begun and not ended: begun anew, it does not count backwards. */
  #reached = new Map<string, number>();
  #total = 0;
  #excluded = 0;
  #done = 0;
  #tags = 0;
  #failedRepositories = 0;
  #failedTags = 0;
  #failures: IndexFailure[] = [];
  #samples: Sample[] = [];
  /** Since when the registry does not answer, and when it is asked again. */
  #waiting: { since: number; until: number; error: ErrorDto; queued: boolean } | null = null;
  /** When this sitting began to read, what was done then, and the time it had to wait since. */
  #begun = { at: 0, units: 0, waited: 0 };

  constructor(
    report: (progress: IndexRunProgress) => void,
    requests: () => number,
    clock = () => performance.now(),
  ) {
    this.#report = report;
    this.#requests = requests;
    this.#clock = clock;
  }

  /**
   * The listing is over: what there is to read, and what had been read before the run was interrupted.
   * @param begun repositories it was interrupted in
   */
  plan(
    repositories: readonly RunRepository[],
    excluded: number,
    begun: IndexRunProgress["current"] = [],
  ): void {
    this.#phase = "indexing";
    this.#answered();
    this.#total = repositories.length;
    this.#excluded = excluded;
    for (const { name, tagCount, done } of repositories) {
      if (!done) {
        this.#add(name, tagCount);
        const reached = begun.find((one) => one.name === name)?.done ?? 0;
        if (reached > 0) this.#reached.set(name, reached);
      } else {
        this.#done += 1;
        this.#tags += tagCount ?? 0;
      }
    }
    this.#begun = { at: this.#clock(), units: this.#unitsDone(), waited: 0 };
    this.tell();
  }

  /** The tags are read. */
  readingReferrers(): void {
    this.#phase = "referrers";
    this.tell();
  }

  begin(name: string): void {
    const before = this.#rest.get(name) ?? null;
    this.#rest.delete(name);
    this.#restTags -= before ?? 0;
    if (before === null) this.#restUnknown -= 1;
    this.#current.set(name, { done: 0, total: before });
    this.tell();
  }

  progress(name: string, { done, total }: { readonly done: number; readonly total: number | null }): void {
    if (!this.#current.has(name)) return;
    this.#current.set(name, { done, total: total ?? this.#current.get(name)?.total ?? null });
    this.#reached.set(name, Math.max(done, this.#reached.get(name) ?? 0));
    this.#answered();
    this.tell();
  }

  end(name: string, tags: number): void {
    this.#current.delete(name);
    this.#reached.delete(name);
    this.#done += 1;
    this.#tags += tags;
    this.#answered();
    this.tell();
  }

  fail(name: string, error: ErrorDto): void {
    this.#failedRepositories += 1;
    this.#keep({ repository: name, tag: null, error });
    // What was read of it before is in the index.
    this.end(name, this.#reached.get(name) ?? 0);
  }

  /** Tags among those read that could not be: `count` of them, the first ones by name. */
  broken(count: number, tags: readonly (IndexFailure & { readonly tag: string })[]): void {
    this.#failedTags += count;
    for (const failure of tags) this.#keep(failure);
    if (count > 0) this.tell();
  }

  /** It comes again later. */
  postpone(name: string): void {
    const before = this.#current.get(name)?.total ?? null;
    this.#current.delete(name);
    this.#add(name, before);
    this.tell();
  }

  wait(milliseconds: number, error: ErrorDto): void {
    const now = this.#clock();
    const since = this.#waiting?.since ?? now;
    this.#waiting = { since, until: now + milliseconds, error: short(error), queued: false };
    this.tell();
  }

  /** The wait is over; whether there is no place to go on at yet. */
  queue(queued: boolean): void {
    if (!this.#waiting) return;
    this.#waiting.queued = queued;
    this.tell();
  }

  tell(): void {
    this.#report(this.#picture());
  }

  result(): IndexRunResult {
    return {
      repositories: this.#done,
      excluded: this.#excluded,
      tags: this.#tags,
      requests: this.#requests(),
      failedRepositories: this.#failedRepositories,
      failedTags: this.#failedTags,
      failures: this.#failures,
    };
  }

  /** Whoever was asked before the registry went away may end while it is left alone: that says nothing. */
  #answered(): void {
    const now = this.#clock();
    if (!this.#waiting || now < this.#waiting.until) return;
    this.#begun.waited += now - this.#waiting.since;
    this.#waiting = null;
  }

  #add(name: string, tags: number | null): void {
    this.#rest.set(name, tags);
    this.#restTags += tags ?? 0;
    if (tags === null) this.#restUnknown += 1;
  }

  #keep({ error, ...failure }: IndexFailure): void {
    if (this.#failures.length < failuresKept) this.#failures.push({ ...failure, error: short(error) });
  }

  #tagsDone(): number {
    let done = this.#tags;
    for (const reached of this.#reached.values()) done += reached;
    return done;
  }

  /** Work done: a tag is one, and so is the asking for a repository's list. */
  #unitsDone(): number {
    return this.#done + this.#tagsDone();
  }

  #picture(): IndexRunProgress {
    const now = this.#clock();
    const tags = this.#tagsDone();
    const requests = this.#requests();
    this.#samples.push({ at: now, tags, requests });
    while ((this.#samples[1]?.at ?? now) <= now - windowMs) this.#samples.shift();
    const first = this.#samples[0];
    const seconds = first ? (now - first.at) / 1000 : 0;
    const rate = (amount: number) =>
      seconds >= 0.5 ? Math.max(0, Math.round((amount / seconds) * 10) / 10) : 0;

    let total = this.#tags + this.#restTags;
    let open = this.#restUnknown > 0;
    for (const one of this.#current.values()) {
      total += one.total ?? one.done;
      open ||= one.total === null;
    }
    const current = [...this.#current].map(([name, one]) => ({ name, ...one }));
    const wait = this.#waiting;
    return {
      phase: this.#phase,
      repositories: {
        done: this.#done,
        total: this.#total,
        failed: this.#failedRepositories,
        excluded: this.#excluded,
      },
      tags: { done: tags, total: Math.max(total, tags), open, failed: this.#failedTags },
      requests,
      tagsPerSecond: rate(tags - (first?.tags ?? 0)),
      requestsPerSecond: rate(requests - (first?.requests ?? 0)),
      secondsLeft: wait ? null : this.#secondsLeft(now, total),
      current,
      failures: this.#failures.slice(0, failuresShown),
      waiting: wait && {
        seconds: Math.max(0, Math.ceil((wait.until - now) / 1000)),
        error: wait.error,
        queued: wait.queued,
      },
    };
  }

  #secondsLeft(now: number, tagsKnown: number): number | null {
    const active = now - this.#begun.at - this.#begun.waited;
    const units = this.#unitsDone();
    const gained = units - this.#begun.units;
    if (this.#phase !== "indexing" || active < estimateAfterMs || gained <= 0) return null;
    const usual = this.#done > 0 ? this.#tags / this.#done : tagsGuessed;
    const all = this.#total + tagsKnown + this.#restUnknown * usual;
    return Math.max(0, Math.round(((all - units) / gained) * (active / 1000)));
  }
}
