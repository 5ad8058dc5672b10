import "server-only";

export { cancelJob } from "./cancel-job.ts";
export { jobKinds } from "./kinds.ts";
export { pauseJob, resumeJob } from "./pause-job.ts";
export {
  getIndexRun,
  getJob,
  getJobLog,
  listActiveJobs,
  listJobs,
  loadActiveJobs,
  loadJob,
  loadJobLog,
} from "./read-jobs.ts";
export { getWorkers } from "./read-workers.ts";
export { startWorkers } from "./start-workers.ts";
export type {
  CopyJobDto,
  DeletionJobDto,
  IndexJobDto,
  JobDto,
  JobLogLineDto,
  JobPage,
  PullJobDto,
  QueueDto,
  WorkerDto,
  WorkersView,
} from "./types.ts";
