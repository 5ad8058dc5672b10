import { toHandler } from "#lib/operations/web.ts";
import { deleteManifest } from "#lib/services/deletions/index.ts";

export const POST = toHandler(deleteManifest);
