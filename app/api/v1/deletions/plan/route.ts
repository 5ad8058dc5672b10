import { readJson } from "#lib/operations/index.ts";
import { toGetHandler } from "#lib/operations/web.ts";
import { planDeletion } from "#lib/services/deletions/index.ts";

/** A read, asked by POST: a thousand tags do not fit an address. */
export const POST = toGetHandler(planDeletion, readJson);
