import type { ErrorDto } from "#lib/errors.ts";

/** Why a run was ordered. "again": the last one had to stop because its registry was away. */
export type RunCause = "connected" | "asked" | "scheduled" | "again";

export interface IndexRunInput {
  readonly registryId: string;
  readonly cause: RunCause;
}

/** What could not be read; `tag` is null when it is the whole repository. */
export interface IndexFailure {
  readonly repository: string;
  readonly tag: string | null;
  readonly error: ErrorDto;
}

export interface IndexRunProgress {
  /** "referrers": the tags are read; signatures and the like are asked for. */
  readonly phase: "listing" | "indexing" | "referrers";
  /** `total` is without those excluded; `done` has those that failed in it. */
  readonly repositories: {
    readonly done: number;
    readonly total: number;
    readonly failed: number;
    readonly excluded: number;
  };
  /** `open`: some repositories were never listed, so that there are more than `total`. */
  readonly tags: {
    readonly done: number;
    readonly total: number;
    readonly open: boolean;
    readonly failed: number;
  };
  readonly requests: number;
  /** Over the last ten seconds. */
  readonly tagsPerSecond: number;
  readonly requestsPerSecond: number;
  /** null: nobody can tell yet. */
  readonly secondsLeft: number | null;
  /** Repositories being read; `total` is null while their tags are listed. */
  readonly current: readonly {
    readonly name: string;
    readonly done: number;
    readonly total: number | null;
  }[];
  /** The first of them. */
  readonly failures: readonly IndexFailure[];
  /**
   * The registry is away, or wants no request; in so many seconds it is asked again, at 0 it is being asked, or would be
   * if a place were free (`queued`).
   */
  readonly waiting: {
    readonly seconds: number;
    readonly error: ErrorDto;
    readonly queued?: boolean;
  } | null;
}

export interface IndexRunResult {
  readonly repositories: number;
  readonly excluded: number;
  readonly tags: number;
  readonly requests: number;
  readonly failedRepositories: number;
  readonly failedTags: number;
  readonly failures: readonly IndexFailure[];
}
