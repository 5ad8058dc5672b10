import { toGetHandler } from "#lib/operations/web.ts";
import { getJobLog } from "#lib/services/jobs/index.ts";

export const GET = toGetHandler(getJobLog);
