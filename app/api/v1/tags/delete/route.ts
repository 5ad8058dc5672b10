import { toHandler } from "#lib/operations/web.ts";
import { deleteTags } from "#lib/services/deletions/index.ts";

export const POST = toHandler(deleteTags);
