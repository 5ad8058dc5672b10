import { toHandler } from "#lib/operations/web.ts";
import { copyImage } from "#lib/services/copies/index.ts";

export const POST = toHandler(copyImage);
