import "server-only";

export {
  completeRepository,
  completeTag,
  listPullChoices,
  loadPullChoices,
  type PullChoice,
  type TagSuggestion,
} from "./complete.ts";
export { type ImagePage, type ImageQuery, listImages, loadImages } from "./list-images.ts";
export { pullImage } from "./pull-image.ts";
export { type PullInput, type PullResult, pullJob } from "./pull-job.ts";
export type { ReferenceInput } from "./reference.ts";
