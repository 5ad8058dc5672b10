import { recordOutcome } from "#lib/audit/index.ts";
import type { EndedHook } from "#lib/jobs/index.ts";
import { deletionJob, deletionOutcome } from "../deletions/index.ts";

/** The outcome of a job beside its intent, in the transaction that ends the job. */
export const recordEnded: EndedHook = (tx, job) =>
  recordOutcome(tx, job.operationId, {
    outcome: job.state === "succeeded" ? "done" : "failed",
    durationMs: job.durationMs,
    ...(job.error ? { errorCode: job.error.code } : {}),
    detail: {
      jobId: job.id,
      ...(job.error?.reason ? { reason: job.error.reason } : {}),
      // A deletion that broke off has deleted all the same.
      ...(job.kind === deletionJob.kind
        ? deletionOutcome(job.progress)
        : job.result
          ? { result: job.result }
          : {}),
    },
  });
