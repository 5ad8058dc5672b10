import type { Sql } from "../db/index.ts";
import { AppError } from "../errors.ts";

/** `bulk`, or a transaction of it: whatever runs the statement. */
export type Queryable = Sql;

/** Never leaves the server; outside, a repository is its registry's id and its name. */
export type RepositoryId = bigint;

/** Counts are exact up to here; a count of one more reads as "10,000+". */
export const COUNT_CAP = 10_000;

export type Direction = "asc" | "desc";

/** One page of a list; `next` is absent on the last. `count` is of all rows that match, capped at COUNT_CAP + 1. */
export interface ListPage<T> {
  readonly items: readonly T[];
  readonly count: number;
  readonly next?: string;
}

/**
 * `%`, `_` and `\` in a user's filter mean themselves. "letters" finds the letters in their order with anything between, spaces
 * not counting: "tba" finds "team/backend/api".
 */
export function likePattern(text: string, kind: "contains" | "prefix" | "letters"): string {
  const literal = (part: string) => part.replace(/[\\%_]/g, (c) => `\\${c}`);
  if (kind === "letters") return `%${[...text.replace(/\s+/g, "")].map(literal).join("%")}%`;
  return kind === "prefix" ? `${literal(text)}%` : `%${literal(text)}%`;
}

/** The last row's sort value (null: unknown) and its unique name. */
export interface Cursor {
  readonly key: string | null;
  readonly name: string;
}

export function encodeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify([cursor.key, cursor.name])).toString("base64url");
}

/** @throws AppError INVALID_INPUT: a cursor is ours or nothing. */
export function decodeCursor(text: string): Cursor {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
  } catch {
    value = null;
  }
  if (Array.isArray(value) && value.length === 2) {
    const [key, name]: unknown[] = value;
    if ((typeof key === "string" || key === null) && typeof name === "string") return { key, name };
  }
  throw new AppError("INVALID_INPUT", "cursor is malformed", { fields: { cursor: "invalid" } });
}

/** A column lists may be sorted by: its SQL, its type for the cursor's cast, and whether it may be null: unknown. */
export interface SortColumn {
  readonly expression: string;
  readonly type: "text" | "bigint" | "timestamptz";
  readonly nullable?: boolean;
}

/** Shape of what cursors may hold per type: checked before Postgres would answer with an error of its own. */
const cursorShape: Record<SortColumn["type"], RegExp> = {
  text: /^[^\0]*$/s,
  bigint: /^-?\d{1,19}$/,
  timestamptz: /^(-?infinity|\d{4,6}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?[+-]\d\d(:\d\d)?)$/,
};

/** One run of a sorted list, as an index reads it: ORDER BY, the WHERE that continues after the cursor, the key for the next. */
export interface KeysetPart {
  readonly order: string;
  readonly keyText: string;
  readonly where: string;
  readonly values: readonly string[];
}

/**
 * The parts of a sorted list from `cursor` on: the rows whose value is known, then those whose is not, each in an order that
 * an index on (value, name) has forwards and backwards. `first` is the number of the first free parameter. Text is compared
 * byte by byte (COLLATE "C"), so that order is the same on every server.
 */
export function keyset(
  column: SortColumn,
  direction: Direction,
  nameColumn: string,
  cursor: Cursor | undefined,
  first: number,
): KeysetPart[] {
  const { expression, type, nullable = false } = column;
  if (cursor && !fits(cursor, column)) {
    throw new AppError("INVALID_INPUT", "cursor does not fit the sort", { fields: { cursor: "invalid" } });
  }
  const operator = direction === "asc" ? ">" : "<";
  const key = `${expression}${type === "text" ? ` COLLATE "C"` : ""}`;
  const name = `${nameColumn} COLLATE "C"`;
  const known: KeysetPart = {
    order: `ORDER BY ${key} ${direction}, ${name} ${direction}`,
    keyText: `(${expression})::text`,
    where: [
      ...(nullable ? [`${expression} IS NOT NULL`] : []),
      cursor ? `(${key}, ${name}) ${operator} ($${first}::${type}, $${first + 1}::text)` : "true",
    ].join(" AND "),
    values: cursor && cursor.key !== null ? [cursor.key, cursor.name] : [],
  };
  if (!nullable) return [known];
  const inUnknown = cursor?.key === null;
  const unknown: KeysetPart = {
    order: `ORDER BY ${name} ${direction}`,
    keyText: "NULL::text",
    where: `${expression} IS NULL${inUnknown ? ` AND ${name} ${operator} $${first}::text` : ""}`,
    values: inUnknown ? [cursor.name] : [],
  };
  return inUnknown ? [unknown] : [known, unknown];
}

function fits({ key, name }: Cursor, { type, nullable = false }: SortColumn): boolean {
  return !name.includes("\0") && (key === null ? nullable : cursorShape[type].test(key));
}

/** Reads parts one after another until there are `limit` rows: the second one only where the first ends. */
export async function readKeyset<R>(
  parts: readonly KeysetPart[],
  limit: number,
  read: (part: KeysetPart, limit: number) => Promise<R[]>,
): Promise<R[]> {
  const rows: R[] = [];
  for (const part of parts) {
    if (rows.length < limit) rows.push(...(await read(part, limit - rows.length)));
  }
  return rows;
}

/** Rows were asked for one more than the page holds; the extra one proves there is a next page. */
export function toPage<R extends { name: string; key: string | null }, T>(
  rows: readonly R[],
  limit: number,
  count: number,
  map: (row: R) => T,
): ListPage<T> {
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  const items = rows.slice(0, limit).map(map);
  return { items, count, ...(last ? { next: encodeCursor({ key: last.key, name: last.name }) } : {}) };
}

/** Postgres' int8 comes as bigint, its numeric as text. Sizes stay far below 2^53. */
export function toNumber(value: bigint | string | number | null): number | null {
  return value === null ? null : Number(value);
}

/** Seconds after which any index is old. */
const OLD = "300";

/**
 * Whether what was indexed at `column` ought to be asked for again: never, or more than five minutes (or `seconds`, an
 * expression) from now. By the database's clock alone, and in both directions: one that was set back leaves times ahead, which
 * must not count as fresh.
 */
export function isStale(column: string, seconds = OLD): string {
  return `coalesce(abs(extract(epoch FROM now() - ${column})) > ${seconds}, true)`;
}

/**
 * Seconds for which the index of a row of "Repository" is fresh enough for somebody who opens it: half a minute. A re-check
 * costs a request per tag, and however many look, they shall not cost the registry more than ten a second: 1,000 tags stay
 * fresh for 100 seconds, 3,000 and more for five minutes.
 */
export const repositoryFreshness = `least(${OLD}, greatest(30, "tagCount" / 10))`;
