import { toGetHandler } from "#lib/operations/web.ts";
import { getDiskUsage } from "#lib/services/hosts/index.ts";

export const GET = toGetHandler(getDiskUsage);
