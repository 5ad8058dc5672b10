import { toGetHandler } from "#lib/operations/web.ts";
import { planCopy } from "#lib/services/copies/index.ts";

export const GET = toGetHandler(planCopy);
