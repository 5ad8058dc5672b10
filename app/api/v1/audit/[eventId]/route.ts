import { toGetHandler } from "#lib/operations/web.ts";
import { getAuditEvent } from "#lib/services/audit/index.ts";

export const GET = toGetHandler(getAuditEvent, (_request, { eventId }) => ({ id: eventId }));
