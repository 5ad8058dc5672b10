import type { JobDto } from "#lib/services/jobs/types.ts";

/** Not ended: it waits, runs or is paused. */
export const isActive = ({ state }: Pick<JobDto, "state">): boolean =>
  state === "queued" || state === "running" || state === "paused";

/** Longshore itself ordered it. */
export const isBySchedule = (job: JobDto): boolean =>
  job.kind === "registry.index" && (job.input.cause === "scheduled" || job.input.cause === "again");
