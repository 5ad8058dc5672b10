// A spreadsheet runs a cell that begins like this (OWASP "CSV injection"); the full-width forms too, in Chinese and
// Japanese versions.
const formula = /^[=+\-@\t\r\n＝＋－＠]/;

function textOf(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** One CSV cell (RFC 4180): always quoted, formulas made harmless with an apostrophe. */
export function csvCell(value: unknown): string {
  if (value === null || value === undefined) return "";
  const text = textOf(value);
  return `"${(formula.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
}

/** One CSV line with its line break. */
export function csvLine(values: readonly unknown[]): string {
  return `${values.map(csvCell).join(",")}\r\n`;
}
