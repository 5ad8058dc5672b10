import type { DataColumn } from "./types.ts";

/** A row on a phone when the page says nothing better: the first column, and under it the others with their names. */
export function DefaultStack<Row>({ row, columns }: { row: Row; columns: readonly DataColumn<Row>[] }) {
  const [first, ...rest] = columns;
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <div className="min-w-0 font-medium text-base">{first?.cell(row)}</div>
      <dl className="flex flex-wrap gap-x-4 gap-y-0.5 text-xs">
        {rest.map((column) => (
          <div key={column.id} className="flex min-w-0 gap-1">
            <dt className="text-ink-3">{column.header}</dt>
            <dd className="min-w-0 text-ink-2">{column.cell(row)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
