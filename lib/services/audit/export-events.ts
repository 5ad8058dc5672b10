import { z } from "zod";
import { type AuditFilter, type AuditRow, listEvents } from "../../audit/index.ts";
import type { Actor } from "../../auth/actor.ts";
import { may } from "../../auth/permissions.ts";
import { principalOf } from "../../auth/sessions.ts";
import { defineOperation } from "../../operations/index.ts";
import { csvLine } from "./csv.ts";
import { filterShape, toFilter } from "./filter.ts";

const batchSize = 500;
const formats = ["csv", "ndjson"] as const;
type ExportFormat = (typeof formats)[number];

const columns = [
  ...(["id", "at", "phase", "outcome", "action", "errorCode", "actorName", "actorId", "sessionId"] as const),
  ...(["targetType", "targetName", "targetId", "registryId", "address", "peerAddress", "userAgent"] as const),
  ...(["requestId", "operationId", "durationMs", "detail"] as const),
] satisfies readonly (keyof AuditRow)[];

export interface AuditExport {
  readonly format: ExportFormat;
  /** Evaluated once: a named range does not move while the export runs. */
  readonly filter: AuditFilter;
}

/** Orders an export: that somebody took the log along is in the log first. The rows come from `exportLines`. */
export const exportAudit = defineOperation({
  id: "audit.export",
  permission: "audit:read",
  effect: "database",
  input: z.strictObject({ ...filterShape, format: z.enum(formats) }),
  target: () => ({ targetType: "audit" }),
  run: async (_actor, { format, ...filter }, { audit }): Promise<AuditExport> => {
    audit.detail({ format, filter });
    return { format, filter: await toFilter(filter) };
  },
});

function lineOf(format: ExportFormat, row: AuditRow): string {
  if (format === "csv") return csvLine(columns.map((name) => row[name]));
  return `${JSON.stringify(Object.fromEntries(columns.map((name) => [name, row[name]])))}\n`;
}

/**
 * The events themselves, newest first, every row as it was written (intents and outcomes not folded), in batches as fast as
 * they are taken. Ends early when the session that asked has ended or lost its right.
 */
export async function* exportLines(actor: Actor, { format, filter }: AuditExport): AsyncGenerator<string> {
  // Excel takes a file without a byte order mark for the system's old encoding and spoils every Chinese name.
  if (format === "csv") yield `\ufeff${csvLine(columns)}`;
  let before: string | undefined;
  do {
    const principal = await principalOf(actor, actor.client);
    if (principal.userId === null || !may(principal.role, "audit:read")) return;
    const rows: AuditRow[] = await listEvents(filter, {
      limit: batchSize,
      fold: false,
      ...(before ? { before } : {}),
    });
    yield rows.map((row) => lineOf(format, row)).join("");
    before = rows.length === batchSize ? rows.at(-1)?.id : undefined;
  } while (before);
}
