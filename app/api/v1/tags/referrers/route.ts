import { toGetHandler } from "#lib/operations/web.ts";
import { listReferrers } from "#lib/services/referrers/index.ts";

export const GET = toGetHandler(listReferrers);
