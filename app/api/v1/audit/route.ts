import { toGetHandler } from "#lib/operations/web.ts";
import { listAuditEvents } from "#lib/services/audit/index.ts";

export const GET = toGetHandler(listAuditEvents);
