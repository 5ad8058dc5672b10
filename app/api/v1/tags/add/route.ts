import { toHandler } from "#lib/operations/web.ts";
import { addTag } from "#lib/services/tags/index.ts";

export const POST = toHandler(addTag);
