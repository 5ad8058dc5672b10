import { recordOutcome } from "#lib/audit/index.ts";
import type { EndedHook, EndedJob } from "#lib/jobs/index.ts";
import { copiedUntilThen, copyJob } from "../copies/index.ts";
import { deletionJob, deletionOutcome } from "../deletions/index.ts";
import { indexJob } from "../index-runs/index.ts";
import type { IndexRunResult } from "../index-runs/types.ts";

/** The outcome of a job beside its intent, in the transaction that ends the job. */
export const recordEnded: EndedHook = (tx, job) =>
  recordOutcome(tx, job.operationId, {
    outcome: job.state === "succeeded" ? "done" : "failed",
    durationMs: job.durationMs,
    ...(job.error ? { errorCode: job.error.code } : {}),
    detail: {
      jobId: job.id,
      ...(job.error?.reason ? { reason: job.error.reason } : {}),
      ...doneBy(job),
    },
  });

/** What broke off has deleted or copied all the same. */
function doneBy({ kind, progress, result }: EndedJob): Readonly<Record<string, unknown>> {
  if (kind === deletionJob.kind) return deletionOutcome(progress);
  if (kind === indexJob.kind) return indexOutcome(result);
  if (result) return { result };
  return kind === copyJob.kind ? { result: copiedUntilThen(progress) } : {};
}

/** In figures: what could not be read, and why, is on the job's page. */
function indexOutcome(result: unknown): Readonly<Record<string, unknown>> {
  if (!result) return {};
  const { failures: _failures, ...figures } = result as IndexRunResult;
  return { result: figures };
}
