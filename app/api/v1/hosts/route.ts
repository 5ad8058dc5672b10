import { toGetHandler } from "#lib/operations/web.ts";
import { listHosts } from "#lib/services/hosts/index.ts";

export const GET = toGetHandler(listHosts);
