import type { PullProgress } from "#lib/docker/types.ts";
import type { ErrorDto } from "#lib/errors.ts";
import type { JobLine } from "#lib/jobs/lines.ts";
import type { JobState } from "#lib/jobs/types.ts";
import type { CopyResult } from "../copies/copy-job.ts";
import type { CopyInput } from "../copies/input.ts";
import type { CopyProgress } from "../copies/progress.ts";
import type { DeletionInput, DeletionProgress } from "../deletions/types.ts";
import type { PullInput, PullResult } from "../images/pull-job.ts";
import type { IndexRunInput, IndexRunProgress, IndexRunResult } from "../index-runs/types.ts";

/** What every kind of job has. Times ISO 8601. */
interface JobFacts {
  readonly id: string;
  readonly state: JobState;
  /** "registry:5000/team/app:1.0" */
  readonly targetName: string;
  readonly startedBy: string;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly cancelRequestedBy: string | null;
  /** Who paused it, or asked for that. */
  readonly pausedBy: string | null;
  readonly error: ErrorDto | null;
  readonly registry: { readonly id: string; readonly name: string } | null;
  readonly host: { readonly id: string; readonly name: string } | null;
}

export interface PullJobDto extends JobFacts {
  readonly kind: "image.pull";
  readonly input: PullInput;
  readonly progress: PullProgress | null;
  readonly result: PullResult | null;
}

/** Tags or images being deleted. */
export interface DeletionJobDto extends JobFacts {
  readonly kind: "image.delete";
  readonly input: DeletionInput;
  readonly progress: DeletionProgress | null;
  readonly result: DeletionProgress | null;
}

export interface CopyJobDto extends JobFacts {
  readonly kind: "image.copy";
  readonly input: CopyInput;
  /** Where from; `registry` is where to. */
  readonly source: { readonly id: string; readonly name: string } | null;
  readonly progress: CopyProgress | null;
  readonly result: CopyResult | null;
}

/** A whole registry being indexed. */
export interface IndexJobDto extends JobFacts {
  readonly kind: "registry.index";
  readonly input: IndexRunInput;
  readonly progress: IndexRunProgress | null;
  readonly result: IndexRunResult | null;
}

/** A union by `kind`: each following kind of job is one more member. */
export type JobDto = PullJobDto | CopyJobDto | DeletionJobDto | IndexJobDto;

export interface JobPage {
  readonly items: readonly JobDto[];
  readonly count: number;
  readonly next?: string;
  /** When it was read, by the clock the jobs' own times are from. */
  readonly asOf: string;
}

export interface JobLogLineDto {
  /** Ascending; also the cursor for what comes after. */
  readonly id: string;
  readonly at: string;
  readonly level: "info" | "warn" | "error";
  /** What others said, word for word; empty where `line` is what Longshore says. */
  readonly message: string;
  readonly line: JobLine | null;
  /** Why, where that has a sentence of its own. */
  readonly error: ErrorDto | null;
}

/** A process that runs jobs. */
export interface WorkerDto {
  readonly id: string;
  readonly host: string;
  readonly pid: number;
  readonly startedAt: string;
  readonly heartbeatAt: string;
  /** Nothing was heard of it for too long. */
  readonly silent: boolean;
  readonly jobs: readonly Pick<JobDto, "id" | "kind" | "targetName">[];
}

/** Jobs of one kind; `failed` within a day. */
export interface QueueDto {
  readonly kind: JobDto["kind"];
  readonly queued: number;
  readonly running: number;
  readonly paused: number;
  readonly failed: number;
}

export interface WorkersView {
  readonly workers: readonly WorkerDto[];
  readonly queue: readonly QueueDto[];
  /** By the clock the workers' times are from. */
  readonly asOf: string;
}
