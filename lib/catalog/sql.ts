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

/** The last row's sort value and its unique name. */
export interface Cursor {
  readonly key: string;
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
    if (typeof key === "string" && typeof name === "string") return { key, name };
  }
  throw new AppError("INVALID_INPUT", "cursor is malformed", { fields: { cursor: "invalid" } });
}

/** A column lists may be sorted by: its SQL, its type for the cursor's cast, and what stands in for null so that unknowns come last. */
export interface SortColumn {
  readonly expression: string;
  readonly type: "text" | "bigint" | "timestamptz";
}

const nullStandIn: Record<SortColumn["type"], Record<Direction, string>> = {
  text: { asc: `U&'\\+10FFFF'`, desc: "''" },
  bigint: { asc: "9223372036854775807", desc: "-1" },
  timestamptz: { asc: "'infinity'", desc: "'-infinity'" },
};

/** Shape of what cursors may hold per type: checked before Postgres would answer with an error of its own. */
const cursorShape: Record<SortColumn["type"], RegExp> = {
  text: /^[^\0]*$/s,
  bigint: /^-?\d{1,19}$/,
  timestamptz: /^(-?infinity|\d{4,6}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?[+-]\d\d(:\d\d)?)$/,
};

/**
 * ORDER BY, the key as text for the next cursor, and the WHERE that continues after `cursor`. `first` is the number of
 * the first free parameter. Text is compared byte by byte (COLLATE "C"), so that order is the same on every server.
 */
export function keyset(
  column: SortColumn,
  direction: Direction,
  nameColumn: string,
  cursor: Cursor | undefined,
  first: number,
) {
  const collate = column.type === "text" ? ` COLLATE "C"` : "";
  const key = `coalesce(${column.expression}, ${nullStandIn[column.type][direction]}::${column.type})${collate}`;
  const name = `${nameColumn} COLLATE "C"`;
  const order = `ORDER BY ${key} ${direction}, ${name} ${direction}`;
  const keyText = `(${key})::text`;
  if (!cursor) return { order, keyText, where: "true", values: [] };
  if (!cursorShape[column.type].test(cursor.key) || cursor.name.includes("\0")) {
    throw new AppError("INVALID_INPUT", "cursor does not fit the sort", { fields: { cursor: "invalid" } });
  }
  const operator = direction === "asc" ? ">" : "<";
  const where = `(${key}, ${name}) ${operator} ($${first}::${column.type}, $${first + 1}::text)`;
  return { order, keyText, where, values: [cursor.key, cursor.name] };
}

/** Rows were asked for one more than the page holds; the extra one proves there is a next page. */
export function toPage<R extends { name: string; key: string }, T>(
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

/**
 * Whether what was indexed at `column` ought to be asked for again: never, or more than five minutes from now. By the
 * database's clock alone, and in both directions: one that was set back leaves times ahead, which must not count as fresh.
 */
export function isStale(column: string): string {
  return `coalesce(abs(extract(epoch FROM now() - ${column})) > 300, true)`;
}
