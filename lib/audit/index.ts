import "server-only";

export {
  type AuditFilter,
  type AuditRow,
  isProtectedByRole,
  listActorNames,
  listEvents,
  listOperation,
} from "./query.ts";
export {
  type AuditOutcome,
  type AuditPhase,
  type AuditTarget,
  type AuditWho,
  type NewAuditEvent,
  type Outcome,
  record,
  recordOutcome,
} from "./record.ts";
export type { AuditDatabase } from "./types.ts";
