import type { z } from "zod";
import type { JobDefinition } from "./types.ts";

/** Declares a kind of job. Hand the result to `startWorkers` in the process that runs it, and to `enqueue`. */
export function defineJob<S extends z.ZodType, P, R>(declaration: {
  readonly kind: string;
  readonly input: S;
  readonly repeatable?: boolean;
  readonly resumable?: boolean;
  readonly concurrency?: number;
  readonly run: JobDefinition<S, P, R>["run"];
}): JobDefinition<S, P, R> {
  return { repeatable: false, resumable: false, concurrency: 2, ...declaration };
}
