import type { ErrorDto, Result } from "#lib/errors.ts";
import type { DataPage, TableRequest, TableSort } from "./types.ts";

/** An expected error that came as `{ ok: false }`; React Query carries errors by throwing. */
export class ResultError extends Error {
  readonly error: ErrorDto;
  constructor(error: ErrorDto) {
    super(error.code);
    this.name = "ResultError";
    this.error = error;
  }
}

/** The ErrorDto of whatever a query threw; a broken connection to Longshore itself is INTERNAL to the reader. */
export function errorOf(thrown: unknown): ErrorDto {
  return thrown instanceof ResultError ? thrown.error : { code: "INTERNAL" };
}

/** GETs one of our JSON reads. Throws ResultError when it answers `{ ok: false }`. */
export async function getJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  const response = await fetch(path, {
    headers: { accept: "application/json" },
    ...(signal ? { signal } : {}),
  });
  const result = (await response.json()) as Result<T>;
  if (!result.ok) throw new ResultError(result.error);
  return result.data;
}

/** A page of a list from `/api/v1/…`: `filter`, `sort`, `direction`, `cursor` and the filters become the query. */
export function fetchPage<Row>(
  path: string,
  request: TableRequest,
  signal?: AbortSignal,
): Promise<DataPage<Row>> {
  const query = new URLSearchParams(request.filters);
  if (request.filter) query.set("filter", request.filter);
  if (request.sort) {
    query.set("sort", request.sort);
    query.set("direction", request.direction);
  }
  if (request.cursor) query.set("cursor", request.cursor);
  const search = query.toString();
  return getJson(search ? `${path}?${search}` : path, signal);
}

/** "size" or "-size" in the address. */
export function parseSort(
  text: string | null | undefined,
  sortable: readonly string[],
  fallback?: TableSort,
): TableSort | undefined {
  if (!text) return fallback;
  const column = text.replace(/^-/, "");
  return sortable.includes(column) ? { column, direction: text.startsWith("-") ? "desc" : "asc" } : fallback;
}

export function formatSort(sort: TableSort): string {
  return `${sort.direction === "desc" ? "-" : ""}${sort.column}`;
}

interface TableSearch {
  readonly sortable: readonly string[];
  readonly defaultSort?: TableSort;
  /** Parameter names of the filters. */
  readonly filters?: readonly string[];
}

/**
 * What the address of a list page asks for, for the server's first page: `?q=…&sort=-size&platform=…`. The browser's
 * table reads the same parameters.
 */
export function parseTableSearch(
  search: Readonly<Record<string, string | string[] | undefined>>,
  { sortable, defaultSort, filters = [] }: TableSearch,
): TableRequest {
  const one = (name: string) => {
    const value = search[name];
    return Array.isArray(value) ? value[0] : value;
  };
  const sort = parseSort(one("sort"), sortable, defaultSort);
  return {
    filter: (one("q") ?? "").trim(),
    sort: sort?.column,
    direction: sort?.direction ?? "asc",
    filters: Object.fromEntries(filters.flatMap((name) => (one(name) ? [[name, one(name) ?? ""]] : []))),
  };
}
