import { z } from "zod";
import { requestCancel } from "#lib/jobs/index.ts";
import { defineOperation } from "#lib/operations/index.ts";
import { loadJob } from "./read-jobs.ts";
import { recordEnded } from "./record-ended.ts";

/** Asks a job to end. Its own outcome follows when it has. */
export const cancelJob = defineOperation({
  id: "job.cancel",
  permission: "job:cancel",
  effect: "database",
  input: z.strictObject({ jobId: z.string().max(64) }),
  target: ({ jobId }) => ({ targetType: "job", targetId: jobId }),
  run: async (actor, { jobId }, { tx, audit }) => {
    const job = await loadJob(jobId);
    audit.target({
      targetType: "job",
      targetId: job.id,
      targetName: job.targetName,
      ...(job.registry ? { registryId: job.registry.id } : {}),
    });
    audit.detail({ kind: job.kind });
    return { outcome: await requestCancel(tx, job.id, actor.username, recordEnded) };
  },
});
