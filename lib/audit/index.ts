import "server-only";

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
