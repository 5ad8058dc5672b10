import { toHandler } from "#lib/operations/web.ts";
import { pauseJob } from "#lib/services/jobs/index.ts";

export const POST = toHandler(pauseJob);
