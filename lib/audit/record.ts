import { randomUUID } from "node:crypto";
import { AppError, type ErrorCode } from "../errors.ts";
import { scrub } from "./scrub.ts";
import type { AuditDatabase } from "./types.ts";

export type AuditPhase = "intent" | "outcome" | "single";
export type AuditOutcome = "pending" | "done" | "failed" | "denied";

/** Who did it and from where, as it was then. */
export interface AuditWho {
  readonly actorId?: string;
  /** A user's name, "anonymous", or "system". */
  readonly actorName: string;
  readonly sessionId?: string;
  readonly address?: string;
  readonly peerAddress?: string;
  readonly userAgent?: string;
  readonly requestId?: string;
}

/** What it was done to. */
export interface AuditTarget {
  readonly targetType?: string;
  readonly targetId?: string;
  readonly targetName?: string;
  readonly registryId?: string;
}

export interface NewAuditEvent extends AuditWho, AuditTarget {
  /** Operation id: "registry.create", "session.signIn" … */
  readonly action: string;
  readonly phase: AuditPhase;
  readonly outcome: AuditOutcome;
  /** Shared by an intent and its outcome; made up when absent. */
  readonly operationId?: string;
  readonly errorCode?: ErrorCode;
  readonly durationMs?: number;
  /** { before?, after?, … } Never a secret; scrubbed and capped all the same. */
  readonly detail?: Readonly<Record<string, unknown>>;
}

const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

// A header can be as long as the server allows; a row need not be. Postgres stores no NUL.
const cap = (text: string | undefined, length: number) => text?.slice(0, length).replaceAll("\0", "\ufffd");

/**
 * Writes one event. Give the transaction of the change it speaks of, so that neither exists without the other. Throws when it
 * cannot: an unrecorded change must not happen.
 */
export async function record(db: AuditDatabase, event: NewAuditEvent): Promise<void> {
  const { detail, ...facts } = event;
  const known = event.registryId === undefined || uuid.test(event.registryId);
  await db.auditEvent.create({
    data: {
      ...facts,
      operationId: event.operationId ?? randomUUID(),
      actorName: cap(event.actorName, 200) ?? "",
      // What somebody made up is no registry's id; that they tried must be on record all the same.
      registryId: known ? event.registryId : undefined,
      targetId: cap(event.targetId ?? (known ? undefined : event.registryId), 300),
      targetName: cap(event.targetName, 600),
      userAgent: cap(event.userAgent, 400),
      detail: detail === undefined ? undefined : scrub(detail),
    },
    select: { id: true },
  });
}

export interface Outcome {
  readonly outcome: Exclude<AuditOutcome, "pending">;
  readonly errorCode?: ErrorCode;
  readonly durationMs?: number;
  readonly detail?: Readonly<Record<string, unknown>>;
}

/**
 * Writes what came of an intent, with everything the intent said about who, from where and to what. For jobs, whose end is
 * seen by another process than the one that took the order. Throws NOT_FOUND when there is no such intent.
 */
export async function recordOutcome(db: AuditDatabase, operationId: string, outcome: Outcome): Promise<void> {
  const intent = await db.auditEvent.findFirst({ where: { operationId, phase: "intent" } });
  if (!intent) throw new AppError("NOT_FOUND", `no intent ${operationId}`);
  const { id: _id, at: _at, detail: _detail, durationMs: _duration, errorCode: _code, ...facts } = intent;
  await db.auditEvent.create({
    data: {
      ...facts,
      phase: "outcome",
      outcome: outcome.outcome,
      errorCode: outcome.errorCode,
      durationMs: outcome.durationMs,
      detail: outcome.detail === undefined ? undefined : scrub(outcome.detail),
    },
    select: { id: true },
  });
}
