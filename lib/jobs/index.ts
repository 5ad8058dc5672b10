import "server-only";

export { requestCancel } from "./cancel.ts";
export { defineJob } from "./define.ts";
export { enqueue, type NewJob } from "./enqueue.ts";
export type { EndedHook } from "./finish.ts";
export type { JobLine } from "./lines.ts";
export { requestPause, requestResume } from "./pause.ts";
export { listPresence, type WorkerPresence } from "./presence.ts";
export { closeQueue } from "./queue.ts";
export {
  type EndedJob,
  isEnded,
  type JobContext,
  type JobDefinition,
  type JobState,
  jobStates,
  type LogLevel,
} from "./types.ts";
export { startWorker, type Worker, type WorkerOptions } from "./worker.ts";
