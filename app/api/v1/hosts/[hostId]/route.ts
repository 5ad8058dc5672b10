import { toGetHandler } from "#lib/operations/web.ts";
import { getHost } from "#lib/services/hosts/index.ts";

export const GET = toGetHandler(getHost);
