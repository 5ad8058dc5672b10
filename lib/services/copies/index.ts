import "server-only";

export { copyImage } from "./copy-image.ts";
export { type CopyResult, copyJob } from "./copy-job.ts";
export type { CopyInput, CopyOrder } from "./input.ts";
export { type CopyPlan, type CopyTarget, listCopyTargets, type PlannedImage, planCopy } from "./plan-copy.ts";
export { type CopyProgress, copiedUntilThen } from "./progress.ts";
