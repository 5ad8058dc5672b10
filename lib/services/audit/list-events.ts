import { z } from "zod";
import { type AuditRow, listEvents } from "../../audit/index.ts";
import { defineRead } from "../../operations/index.ts";
import { filterShape, toFilter } from "./filter.ts";
import type { AuditEventDto } from "./types.ts";

const pageSize = 100;

/** A row as the list shows it. */
export function toEvent(row: AuditRow): AuditEventDto {
  return {
    id: row.id,
    at: row.at.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    phase: row.phase,
    outcome: row.outcome,
    action: row.action,
    actorName: row.actorName,
    targetType: row.targetType,
    targetName: row.targetName,
    address: row.address ?? row.peerAddress,
    errorCode: row.errorCode,
  };
}

export interface AuditPage {
  readonly items: readonly AuditEventDto[];
  /** Give it back as `cursor`; absent on the last page. */
  readonly next?: string;
}

/** The log, newest first, intents folded with their outcomes. */
export const listAuditEvents = defineRead({
  id: "audit.list",
  permission: "audit:read",
  input: z.strictObject({
    ...filterShape,
    cursor: z
      .string()
      .regex(/^\d{1,18}$/)
      .optional(),
  }),
  run: async (_actor, { cursor, ...filter }): Promise<AuditPage> => {
    const rows = await listEvents(await toFilter(filter), {
      limit: pageSize + 1,
      fold: true,
      ...(cursor ? { before: cursor } : {}),
    });
    const page = rows.slice(0, pageSize);
    const last = page.at(-1);
    return {
      items: page.map(toEvent),
      ...(rows.length > pageSize && last ? { next: last.id } : {}),
    };
  },
});
