import { toHandler } from "#lib/operations/web.ts";
import { pullImage } from "#lib/services/images/index.ts";

export const POST = toHandler(pullImage);
