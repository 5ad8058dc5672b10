import { toGetHandler } from "#lib/operations/web.ts";
import { listSchedules } from "#lib/services/index-runs/index.ts";

export const GET = toGetHandler(listSchedules);
