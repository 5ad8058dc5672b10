import { toGetHandler, toHandler } from "#lib/operations/web.ts";
import { getPreference, setPreference } from "#lib/services/preferences/index.ts";

export const GET = toGetHandler(getPreference);
/** `{ "value": … }`; null forgets. */
export const PUT = toHandler(setPreference);
