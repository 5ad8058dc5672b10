import type { AuditOutcome, AuditPhase } from "../../audit/index.ts";
import type { ErrorCode } from "../../errors.ts";

/** One operation as the log's list shows it: an outcome with its intent folded in, or an intent without one. ISO 8601. */
export interface AuditEventDto {
  readonly id: string;
  readonly at: string;
  /** Of an outcome whose intent was recorded before. */
  readonly startedAt: string | null;
  readonly phase: AuditPhase;
  readonly outcome: AuditOutcome;
  readonly action: string;
  readonly actorName: string;
  readonly targetType: string | null;
  readonly targetName: string | null;
  readonly address: string | null;
  readonly errorCode: ErrorCode | null;
}

/** Everything there is to know about it. Never a secret: none was written. */
export interface AuditDetailDto extends AuditEventDto {
  readonly operationId: string;
  readonly actorId: string | null;
  readonly sessionId: string | null;
  readonly targetId: string | null;
  readonly registryId: string | null;
  readonly registryName: string | null;
  readonly peerAddress: string | null;
  readonly userAgent: string | null;
  readonly requestId: string | null;
  readonly durationMs: number | null;
  readonly before: unknown;
  readonly after: unknown;
  /** Further facts, the intent's and the outcome's together. */
  readonly facts: Readonly<Record<string, unknown>>;
  /** All rows of the operation, oldest first. */
  readonly rows: readonly AuditStepDto[];
}

export interface AuditStepDto {
  readonly id: string;
  readonly at: string;
  readonly phase: AuditPhase;
  readonly outcome: AuditOutcome;
}
