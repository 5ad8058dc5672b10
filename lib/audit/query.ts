import { bulk } from "../db/index.ts";
import type { ErrorCode } from "../errors.ts";
import type { AuditOutcome, AuditPhase } from "./record.ts";

/** Every part is optional; together they narrow. Values only ever become parameters. */
export interface AuditFilter {
  readonly actor?: string;
  readonly action?: string;
  readonly outcome?: AuditOutcome;
  readonly registryId?: string;
  readonly targetType?: string;
  /** Part of a target's name or id. */
  readonly target?: string;
  readonly from?: Date;
  readonly to?: Date;
  /** Words that must each stand somewhere in who, what, where or from where. */
  readonly text?: string;
}

/** One event as stored. `id` as text: int8. */
export interface AuditRow {
  readonly id: string;
  readonly operationId: string;
  readonly at: Date;
  /** When the intent of this outcome was recorded. */
  readonly startedAt: Date | null;
  readonly phase: AuditPhase;
  readonly outcome: AuditOutcome;
  readonly action: string;
  readonly actorId: string | null;
  readonly actorName: string;
  readonly sessionId: string | null;
  readonly targetType: string | null;
  readonly targetId: string | null;
  readonly targetName: string | null;
  readonly registryId: string | null;
  readonly address: string | null;
  readonly peerAddress: string | null;
  readonly userAgent: string | null;
  readonly requestId: string | null;
  readonly errorCode: ErrorCode | null;
  readonly durationMs: number | null;
  readonly detail: Readonly<Record<string, unknown>> | null;
}

const columns = [
  ...["operationId", "at", "phase", "outcome", "action", "actorId", "actorName", "sessionId", "targetType"],
  ...["targetId", "targetName", "registryId", "address", "peerAddress", "userAgent", "requestId"],
  ...["errorCode", "durationMs", "detail"],
]
  .map((name) => `e."${name}"`)
  .join(", ");

// What search looks at. A list, so that a new column is not searchable before somebody thought about it.
const searchable = ["actorName", "action", "targetName", "targetId", "address", "errorCode", "requestId"]
  .map((name) => `e."${name}"`)
  .join(", ");

const folded = `(e."phase" <> 'intent' OR NOT EXISTS (
  SELECT 1 FROM "AuditEvent" o WHERE o."operationId" = e."operationId" AND o."phase" = 'outcome'))`;

// ids follow time but for transactions under way at once; this many at most are out of order.
const disorder = 10_000;

const pattern = (text: string) => `%${text.replace(/[\\%_]/g, (character) => `\\${character}`)}%`;

class Where {
  readonly values: unknown[] = [];
  readonly #parts: string[] = [];

  /** `$` in the condition stands for the value. */
  add(condition: string, value: unknown): void {
    this.values.push(value);
    this.#parts.push(condition.replaceAll("$", `$${this.values.length}`));
  }

  raw(condition: string): void {
    this.#parts.push(condition);
  }

  get sql(): string {
    return this.#parts.length === 0 ? "TRUE" : this.#parts.join(" AND ");
  }
}

function conditions(filter: AuditFilter): Where {
  const where = new Where();
  if (filter.actor) where.add(`e."actorName" = $`, filter.actor);
  if (filter.action) where.add(`e."action" = $`, filter.action);
  if (filter.outcome) where.add(`e."outcome" = $`, filter.outcome);
  if (filter.registryId) where.add(`e."registryId" = $::uuid`, filter.registryId);
  if (filter.targetType) where.add(`e."targetType" = $`, filter.targetType);
  if (filter.target) {
    where.add(`(e."targetName" ILIKE $ OR e."targetId" ILIKE $)`, pattern(filter.target));
  }
  for (const [comparison, order, nothing, slack, at] of [
    [">=", "ASC", "9223372036854000000", -disorder, filter.from],
    ["<=", "DESC", "0", disorder, filter.to],
  ] as const) {
    if (!at) continue;
    where.add(`e."at" ${comparison} $`, at);
    // The same bound as an id, so that newest-first by id need not walk through all that lies outside of it.
    where.add(
      `e."id" ${comparison} ${slack} + COALESCE((SELECT b."id" FROM "AuditEvent" b WHERE b."at" ${comparison} $
        ORDER BY b."at" ${order}, b."id" ${order} LIMIT 1), ${nothing})`,
      at,
    );
  }
  for (const word of (filter.text ?? "").split(/\s+/).filter(Boolean).slice(0, 8)) {
    where.add(`concat_ws(' ', ${searchable}) ILIKE $`, pattern(word));
  }
  return where;
}

interface ListOptions {
  /** Only events older than this id. */
  readonly before?: string;
  readonly limit: number;
  /** One row per operation: intents whose outcome is known are left out. */
  readonly fold: boolean;
}

/** Events, newest first. */
export async function listEvents(filter: AuditFilter, options: ListOptions): Promise<AuditRow[]> {
  const where = conditions(filter);
  if (options.before) where.add(`e."id" < $::int8`, options.before);
  if (options.fold) where.raw(folded);
  return bulk.query<AuditRow>(
    `SELECT e."id"::text AS "id", ${columns}, i."at" AS "startedAt"
     FROM "AuditEvent" e
     LEFT JOIN LATERAL (
       SELECT s."at" FROM "AuditEvent" s
       WHERE e."phase" = 'outcome' AND s."operationId" = e."operationId" AND s."phase" = 'intent' LIMIT 1
     ) i ON TRUE
     WHERE ${where.sql}
     ORDER BY e."id" DESC LIMIT ${Number(options.limit)}`,
    where.values,
  );
}

/** All rows of the operation an event belongs to, oldest first; empty when there is no such event. */
export async function listOperation(id: string): Promise<AuditRow[]> {
  return bulk.query<AuditRow>(
    `SELECT e."id"::text AS "id", ${columns}, NULL::timestamptz AS "startedAt"
     FROM "AuditEvent" e
     WHERE e."operationId" = (SELECT x."operationId" FROM "AuditEvent" x WHERE x."id" = $1::int8)
     ORDER BY e."id" LIMIT 20`,
    [id],
  );
}

/** Names of everybody who ever did something, at most `limit`; walks the index, not the table. */
export async function listActorNames(limit: number): Promise<string[]> {
  const rows = await bulk.query<{ name: string }>(
    `WITH RECURSIVE names AS (
       (SELECT "actorName" AS name FROM "AuditEvent" ORDER BY "actorName" LIMIT 1)
       UNION ALL
       SELECT (SELECT "actorName" FROM "AuditEvent" WHERE "actorName" > names.name ORDER BY "actorName" LIMIT 1)
       FROM names WHERE names.name IS NOT NULL
     )
     SELECT name FROM names WHERE name IS NOT NULL LIMIT ${Number(limit)}`,
  );
  return rows.map(({ name }) => name);
}

/**
 * Whether the database itself refuses this process's role any change of the log. False with one external role for everything:
 * then a trigger protects, which the role, being the owner, could drop.
 */
export async function isProtectedByRole(): Promise<boolean> {
  const [row] = await bulk.query<{ open: boolean }>(
    `SELECT has_table_privilege('"AuditEvent"', 'UPDATE') OR has_table_privilege('"AuditEvent"', 'DELETE') AS "open"`,
  );
  return row?.open === false;
}
