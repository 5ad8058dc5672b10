import { type JobDefinition, startWorker, type Worker } from "#lib/jobs/index.ts";
import { copyJob } from "../copies/index.ts";
import { deletionJob } from "../deletions/index.ts";
import { pullJob } from "../images/index.ts";
import { indexJob } from "../index-runs/index.ts";
import { recordEnded } from "./record-ended.ts";

/** Begins to run every kind of job in this process. `stop` hands back or fails what runs; for server.ts. */
export function startWorkers(): Promise<Worker> {
  const definitions = [pullJob, copyJob, deletionJob, indexJob] as unknown as readonly JobDefinition[];
  return startWorker({ definitions, ended: recordEnded });
}
