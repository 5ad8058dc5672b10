import { toHandler } from "#lib/operations/web.ts";
import { cancelJob } from "#lib/services/jobs/index.ts";

export const POST = toHandler(cancelJob);
