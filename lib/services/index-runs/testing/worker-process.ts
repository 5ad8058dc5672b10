import { type JobDefinition, startWorker } from "#lib/jobs/index.ts";
import { recordEnded } from "../../jobs/record-ended.ts";
import { indexJobWith } from "../index-job.ts";
import { quick } from "./quick.ts";

/** A server's worker and nothing else, to be killed. */
const definitions = [indexJobWith(quick)] as unknown as readonly JobDefinition[];
await startWorker({ definitions, ended: recordEnded, heartbeat: 300 });
process.send?.("ready");
// The test that forked it is gone.
process.on("disconnect", () => process.exit());
