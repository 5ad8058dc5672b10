import { toGetHandler } from "#lib/operations/web.ts";
import { getRegistry } from "#lib/services/registries/index.ts";

export const GET = toGetHandler(getRegistry);
