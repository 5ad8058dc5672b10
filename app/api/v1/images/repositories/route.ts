import { toGetHandler } from "#lib/operations/web.ts";
import { completeRepository } from "#lib/services/images/index.ts";

export const GET = toGetHandler(completeRepository);
