/** What several runs of one measurement came to. */
export interface Summary {
  readonly median: number;
  readonly min: number;
  readonly max: number;
  readonly runs: number;
}

/** The value that `share` of all values do not exceed (nearest rank), 0 < share ≤ 1. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.ceil(sorted.length * share) - 1];
  if (value === undefined) throw new Error("no measurement");
  return value;
}

export function summarise(values: readonly number[]): Summary {
  return {
    median: percentile(values, 0.5),
    min: percentile(values, 1 / values.length),
    max: percentile(values, 1),
    runs: values.length,
  };
}

/** "212 (198–260)": the median, and between what it lies. */
export function spread({ median, min, max }: Summary): string {
  const text = Math.round(median).toLocaleString("en");
  return min === max
    ? text
    : `${text} (${Math.round(min).toLocaleString("en")}–${Math.round(max).toLocaleString("en")})`;
}

/** The spread, and whether its median keeps within the budget. */
export function against(budget: number, summary: Summary): string {
  return summary.median > budget
    ? `${spread(summary)} **over ${budget.toLocaleString("en")}**`
    : spread(summary);
}

/** Rows of figures as they stand on the terminal and in docs/performance.md. */
export interface Table {
  readonly headers: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export function toMarkdown({ headers, rows }: Table): string {
  const widths = headers.map((header, column) =>
    Math.max(header.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, column) => (cells[column] ?? "").padEnd(width)).join(" | ")} |`;
  return [line(headers), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n");
}

/** The document with what stands between `<!-- bench:name -->` and `<!-- /bench:name -->` replaced. */
export function replaceSection(document: string, name: string, content: string): string {
  const [open, close] = [`<!-- bench:${name} -->`, `<!-- /bench:${name} -->`];
  const start = document.indexOf(open);
  const end = document.indexOf(close);
  if (start < 0 || end < start) throw new Error(`docs/performance.md has no place for "${name}".`);
  return `${document.slice(0, start + open.length)}\n${content}\n${document.slice(end)}`;
}
