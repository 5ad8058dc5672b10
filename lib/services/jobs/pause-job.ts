import { z } from "zod";
import { AppError } from "#lib/errors.ts";
import { requestPause, requestResume } from "#lib/jobs/index.ts";
import { type AuditNotes, defineOperation } from "#lib/operations/index.ts";
import { indexJob } from "../index-runs/index.ts";
import { loadJob } from "./read-jobs.ts";
import type { JobDto } from "./types.ts";

const input = z.strictObject({ jobId: z.string().max(64) });
const target = ({ jobId }: z.output<typeof input>) => ({ targetType: "job", targetId: jobId });

/** The job, named in the audit event. Throws NOT_FOUND, UNSUPPORTED for what cannot go on where it stopped. */
async function loadResumable(jobId: string, audit: AuditNotes): Promise<JobDto> {
  const job = await loadJob(jobId);
  audit.target({
    targetType: "job",
    targetId: job.id,
    targetName: job.targetName,
    ...(job.registry ? { registryId: job.registry.id } : {}),
  });
  audit.detail({ kind: job.kind });
  if (job.kind !== indexJob.kind) throw new AppError("UNSUPPORTED", `${job.kind} cannot be paused`);
  return job;
}

/** Asks a job to stop where it is; it stays so until somebody lets it go on, whatever restarts meanwhile. */
export const pauseJob = defineOperation({
  id: "job.pause",
  permission: "job:cancel",
  effect: "database",
  input,
  target,
  run: async (actor, { jobId }, { tx, audit }) => {
    const { id } = await loadResumable(jobId, audit);
    return { outcome: await requestPause(tx, id, actor.username) };
  },
});

/** Lets a paused job go on where it stopped. */
export const resumeJob = defineOperation({
  id: "job.resume",
  permission: "job:cancel",
  effect: "database",
  input,
  target,
  run: async (actor, { jobId }, { tx, audit }) => {
    const { id } = await loadResumable(jobId, audit);
    return { outcome: await requestResume(tx, id, actor.username) };
  },
});
