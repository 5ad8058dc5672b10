import { toGetHandler } from "#lib/operations/web.ts";
import { listTree } from "#lib/services/repositories/index.ts";

export const GET = toGetHandler(listTree);
