import { toGetHandler } from "#lib/operations/web.ts";
import { listActivity } from "#lib/services/notifications/index.ts";

export const GET = toGetHandler(listActivity);
