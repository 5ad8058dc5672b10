import { toGetHandler } from "#lib/operations/web.ts";
import { getJob } from "#lib/services/jobs/index.ts";

export const GET = toGetHandler(getJob);
