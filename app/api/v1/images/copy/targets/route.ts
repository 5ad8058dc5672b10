import { toGetHandler } from "#lib/operations/web.ts";
import { listCopyTargets } from "#lib/services/copies/index.ts";

export const GET = toGetHandler(listCopyTargets);
