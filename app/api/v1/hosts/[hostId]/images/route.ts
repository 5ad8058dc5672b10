import { toGetHandler } from "#lib/operations/web.ts";
import { listImages } from "#lib/services/images/index.ts";

export const GET = toGetHandler(listImages);
