import { z } from "zod";
import { type AuditRow, listOperation } from "../../audit/index.ts";
import { db } from "../../db/index.ts";
import { AppError } from "../../errors.ts";
import { defineRead } from "../../operations/index.ts";
import { toEvent } from "./list-events.ts";
import type { AuditDetailDto } from "./types.ts";

function factsOf(rows: readonly AuditRow[]): Record<string, unknown> {
  return Object.assign({}, ...rows.map(({ detail }) => detail ?? {}));
}

/** One operation whole: any of its events' ids finds it. NOT_FOUND. */
export const getAuditEvent = defineRead({
  id: "audit.get",
  permission: "audit:read",
  input: z.strictObject({ id: z.string().regex(/^\d{1,18}$/) }),
  run: async (_actor, { id }): Promise<AuditDetailDto> => {
    const rows = await listOperation(id);
    const shown = rows.findLast(({ phase }) => phase !== "intent") ?? rows[0];
    if (!shown) throw new AppError("NOT_FOUND", `no event ${id}`);
    const intent = rows.find(({ phase }) => phase === "intent");
    const registry =
      shown.registryId === null
        ? null
        : await db().registry.findUnique({ where: { id: shown.registryId }, select: { name: true } });
    const { before = null, after = null, ...facts } = factsOf(rows);
    return {
      ...toEvent(shown),
      startedAt: shown === intent ? null : (intent?.at.toISOString() ?? null),
      operationId: shown.operationId,
      actorId: shown.actorId,
      sessionId: shown.sessionId,
      targetId: shown.targetId,
      registryId: shown.registryId,
      registryName: registry?.name ?? null,
      address: shown.address,
      peerAddress: shown.peerAddress,
      userAgent: shown.userAgent,
      requestId: shown.requestId,
      durationMs: shown.durationMs,
      before,
      after,
      facts,
      rows: rows.map((row) => ({
        id: row.id,
        at: row.at.toISOString(),
        phase: row.phase,
        outcome: row.outcome,
      })),
    };
  },
});
