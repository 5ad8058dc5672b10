import "server-only";

export { type AuditExport, exportAudit, exportLines } from "./export-events.ts";
export { getAuditEvent } from "./get-event.ts";
export { type AuditChoices, listAuditChoices } from "./list-choices.ts";
export { type AuditPage, listAuditEvents } from "./list-events.ts";
export type { AuditDetailDto, AuditEventDto, AuditStepDto } from "./types.ts";
