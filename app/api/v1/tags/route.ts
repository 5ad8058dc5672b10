import { toGetHandler } from "#lib/operations/web.ts";
import { listTags } from "#lib/services/tags/index.ts";

export const GET = toGetHandler(listTags);
