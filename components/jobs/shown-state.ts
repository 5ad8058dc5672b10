import type { JobDto } from "#lib/services/jobs/types.ts";

export type ShownState = JobDto["state"] | "turn" | "retry" | "pausing" | "cancelling";

/** How a job is, as a reader takes the word: one that a worker has may do nothing all the same. */
export function shownState(job: JobDto): ShownState {
  if (job.state !== "queued" && job.state !== "running") return job.state;
  if (job.cancelRequestedBy !== null) return "cancelling";
  if (job.pausedBy !== null) return "pausing";
  if (job.state === "queued" || job.kind !== "registry.index" || !job.progress) return job.state;
  const { phase, waiting, current, repositories } = job.progress;
  // At 0 it is being asked again.
  if (waiting) return waiting.seconds > 0 ? "retry" : waiting.queued ? "turn" : "running";
  // All that is left is with another instance, or is looked at again in a moment.
  const left = repositories.done < repositories.total;
  return phase === "indexing" && left && current.length === 0 ? "turn" : "running";
}
