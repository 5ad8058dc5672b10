import { toGetHandler } from "#lib/operations/web.ts";
import { listJobs } from "#lib/services/jobs/index.ts";

export const GET = toGetHandler(listJobs);
