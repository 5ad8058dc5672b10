import { toGetHandler } from "#lib/operations/web.ts";
import { listActiveJobs } from "#lib/services/jobs/index.ts";

export const GET = toGetHandler(listActiveJobs);
