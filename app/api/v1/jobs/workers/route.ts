import { toGetHandler } from "#lib/operations/web.ts";
import { getWorkers } from "#lib/services/jobs/index.ts";

export const GET = toGetHandler(getWorkers);
