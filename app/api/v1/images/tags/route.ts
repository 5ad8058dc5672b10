import { toGetHandler } from "#lib/operations/web.ts";
import { completeTag } from "#lib/services/images/index.ts";

export const GET = toGetHandler(completeTag);
