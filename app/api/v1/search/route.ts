import { toGetHandler } from "#lib/operations/web.ts";
import { searchCatalog } from "#lib/services/repositories/index.ts";

export const GET = toGetHandler(searchCatalog);
