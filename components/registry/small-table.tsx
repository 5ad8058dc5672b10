import type { Key, ReactNode } from "react";
import { cn } from "#components/ui/cn.ts";
import { bodyCell, headCell, rowLine } from "#components/ui/section.tsx";

export interface SmallColumn<Row> {
  readonly header: string;
  /** On hover. */
  readonly hint?: string;
  readonly cell: (row: Row, index: number) => ReactNode;
  /** A figure: at the right, in one line; its header may take more. */
  readonly figure?: true;
  /** What its row is about. */
  readonly names?: true;
  /** Not on a phone. */
  readonly wide?: true;
}

interface SmallTableProps<Row> {
  columns: readonly SmallColumn<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => Key;
}

/** A table that is part of a page: few rows, all there, in the order given. */
export function SmallTable<Row>({ columns, rows, rowKey }: SmallTableProps<Row>) {
  const place = ({ figure, wide }: SmallColumn<Row>, index: number) =>
    cn(
      figure && "text-right tabular-nums",
      wide && "max-sm:hidden",
      index === 0 && "pl-0",
      figure && index === columns.length - 1 && "pr-0",
    );
  return (
    <table className="w-full border-collapse">
      <thead>
        <tr className={rowLine}>
          {columns.map((column, index) => (
            <th
              key={column.header}
              scope="col"
              title={column.hint}
              className={cn(headCell, place(column, index))}
            >
              {column.header}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, at) => (
          <tr key={rowKey(row)} className={rowLine}>
            {columns.map((column, index) => {
              const className = cn(
                bodyCell,
                place(column, index),
                column.figure && "whitespace-nowrap",
                column.names && "text-left font-normal",
              );
              const cell = column.cell(row, at);
              return column.names ? (
                <th key={column.header} scope="row" className={className}>
                  {cell}
                </th>
              ) : (
                <td key={column.header} className={className}>
                  {cell}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
