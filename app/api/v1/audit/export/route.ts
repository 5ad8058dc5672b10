import { toDownload } from "#lib/operations/download.ts";
import { exportAudit, exportLines } from "#lib/services/audit/index.ts";

const types = { csv: "text/csv; charset=utf-8", ndjson: "application/x-ndjson; charset=utf-8" } as const;

export const GET = toDownload(exportAudit, (actor, order) => ({
  fileName: `longshore-audit-${new Date().toISOString().slice(0, 10)}.${order.format}`,
  contentType: types[order.format],
  chunks: exportLines(actor, order),
}));
