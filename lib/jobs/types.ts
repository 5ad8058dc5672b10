import type { z } from "zod";
import type { ErrorDto } from "../errors.ts";
import type { Said } from "./lines.ts";

export const jobStates = ["queued", "running", "paused", "succeeded", "failed", "cancelled"] as const;
export type JobState = (typeof jobStates)[number];

export const isEnded = (state: JobState): state is EndedJob["state"] =>
  state === "succeeded" || state === "failed" || state === "cancelled";

export type LogLevel = "info" | "warn" | "error";

/** What a running job has at hand. */
export interface JobContext<I, P> {
  readonly jobId: string;
  readonly input: I;
  /** Aborted by a cancel, at shutdown, and when another worker took the job for dead. */
  readonly signal: AbortSignal;
  /** The whole picture so far. Call as often as you like: at most four a second are written, the last one always. */
  report(progress: P): void;
  /** One line for whoever reads the job's page, in their language, and why it is so; never a secret. */
  log(level: LogLevel, said: Said, why?: ErrorDto): void;
  /**
   * Its place among those this process works at. Who has to wait for long leaves it to another job, and is back when one
   * is free again, before what is queued; `back` rejects when aborted.
   */
  readonly place: { leave(): void; back(signal: AbortSignal): Promise<void> };
}

/** One kind of job. `run` returns what came of it, or throws AppError. */
export interface JobDefinition<S extends z.ZodType = z.ZodType, P = unknown, R = unknown> {
  /** "image.pull": also the name of its queue. */
  readonly kind: string;
  readonly input: S;
  /** Running it twice does no harm: at shutdown it is handed back instead of failed. */
  readonly repeatable: boolean;
  /** Run again, it goes on where it stopped: it may be paused, and another worker takes it up when its own died. */
  readonly resumable: boolean;
  /** How many of them one process works at; those that left their place are not counted. */
  readonly concurrency: number;
  run(context: JobContext<z.output<S>, P>): Promise<R>;
}

/** A job that has just ended, for the hook that records it. */
export interface EndedJob {
  readonly id: string;
  readonly kind: string;
  readonly operationId: string;
  readonly state: "succeeded" | "failed" | "cancelled";
  readonly error: ErrorDto | null;
  readonly result: unknown;
  /** The last picture it gave of itself: how far it came. */
  readonly progress: unknown;
  /** From start (or from being queued, when it never started) to end. */
  readonly durationMs: number;
}
