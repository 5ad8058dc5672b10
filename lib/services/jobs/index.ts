import "server-only";

export { cancelJob } from "./cancel-job.ts";
export {
  getJob,
  getJobLog,
  listActiveJobs,
  listJobs,
  loadActiveJobs,
  loadJob,
  loadJobLog,
} from "./read-jobs.ts";
export { startWorkers } from "./start-workers.ts";
export type { CopyJobDto, DeletionJobDto, JobDto, JobLogLineDto, JobPage, PullJobDto } from "./types.ts";
