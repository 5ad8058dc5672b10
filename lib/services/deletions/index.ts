import "server-only";

export { deleteManifest } from "./delete-manifest.ts";
export { deleteTags } from "./delete-tags.ts";
export { deletionJob } from "./deletion-job.ts";
export { planDeletion } from "./plan-deletion.ts";
export { deletionOutcome } from "./recordable.ts";
export type { DeletionInput, DeletionPlan, DeletionProgress, PlannedImage } from "./types.ts";
