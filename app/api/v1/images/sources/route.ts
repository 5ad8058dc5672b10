import { toGetHandler } from "#lib/operations/web.ts";
import { listPullChoices } from "#lib/services/images/index.ts";

export const GET = toGetHandler(listPullChoices);
