import { toGetHandler } from "#lib/operations/web.ts";
import { listRepositories } from "#lib/services/repositories/index.ts";

export const GET = toGetHandler(listRepositories);
