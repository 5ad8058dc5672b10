import type { AuditEventDto } from "#lib/services/audit/types.ts";
import type { DataPage, TableRequest } from "../data-table/index.ts";
import { fetchPage } from "../data-table/request.ts";

/** Parameters of the address beside the menus' own. */
export const extraParams = ["from", "to", "target", "targetType"] as const;

/** The first moment of a day where the reader is, or of the day after; undefined when it is no day. */
function startOf(day: string, later = 0): string | undefined {
  const [year = 0, month = 0, date = 0] = day.split("-").map(Number);
  const start = new Date(year, month - 1, date + later);
  return /^\d{4}-\d{2}-\d{2}$/.test(day) && Number.isFinite(start.getTime())
    ? start.toISOString()
    : undefined;
}

/** Days in the address are the reader's own; the server is asked in absolute time. Both days are included. */
export function inAbsoluteTime(filters: Readonly<Record<string, string>>): Record<string, string> {
  const { from, to, ...rest } = filters;
  const starts = from && startOf(from);
  const ends = to && startOf(to, 1);
  return { ...rest, ...(starts ? { from: starts } : {}), ...(ends ? { to: ends } : {}) };
}

export function loadEvents(request: TableRequest, signal: AbortSignal): Promise<DataPage<AuditEventDto>> {
  return fetchPage("/api/v1/audit", { ...request, filters: inAbsoluteTime(request.filters) }, signal);
}

/** Where the export of what the address narrows to is found. */
export function exportHref(
  search: URLSearchParams,
  names: readonly string[],
  format: "csv" | "ndjson",
): string {
  const given = Object.fromEntries(
    names.flatMap((name) => (search.get(name) ? [[name, search.get(name) ?? ""]] : [])),
  );
  const query = new URLSearchParams({ format, ...inAbsoluteTime(given) });
  const text = search.get("q")?.trim();
  if (text) query.set("filter", text);
  return `/api/v1/audit/export?${query}`;
}
