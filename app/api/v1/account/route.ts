import { toGetHandler } from "#lib/operations/web.ts";
import { getAccount } from "#lib/services/account/index.ts";

export const GET = toGetHandler(getAccount);
