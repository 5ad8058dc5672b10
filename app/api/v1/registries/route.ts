import { toGetHandler } from "#lib/operations/web.ts";
import { listRegistries } from "#lib/services/registries/index.ts";

export const GET = toGetHandler(listRegistries);
