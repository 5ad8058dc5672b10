"use client";

import { type ReactNode, useEffect, useRef } from "react";
import { cn } from "../ui/cn.ts";
import { Skeleton } from "../ui/skeleton.tsx";
import { roomClass } from "./room.ts";
import { type RowActs, TableRow } from "./table-row.tsx";
import type { DataColumn } from "./types.ts";
import { useWindowRows } from "./use-window-rows.ts";

interface TableBodyProps<Row> {
  rows: readonly Row[];
  waiting: boolean;
  columns: readonly DataColumn<Row>[];
  rowKey: (row: Row) => string;
  rowName: (row: Row) => string;
  compact: boolean;
  cursor: number;
  openedKey: string | null;
  isSelected: (index: number) => boolean;
  acts: RowActs;
  selectable: boolean;
  opens: boolean;
  stacked: (row: Row) => ReactNode;
  /** The last loaded rows come near. */
  onEnd: () => void;
}

/** Only the rows in sight exist; two spacers stand for the others, so that it stays a real table. */
export function TableBody<Row>(props: TableBodyProps<Row>) {
  const { rows, columns, compact, cursor, rowKey, onEnd, selectable } = props;
  const body = useRef<HTMLTableSectionElement>(null);
  const end = useRef<HTMLTableRowElement>(null);
  const focused = useRef(-1);
  const { first, last, before, after, reveal } = useWindowRows(body, rows.length, compact ? 1.75 : 2.25);

  // Observed anew whenever rows came: where they are few, the end may still be near.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    if (!end.current) return;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && onEnd(), {
      rootMargin: "1200px",
    });
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [rows.length, onEnd]);

  useEffect(() => {
    if (cursor >= 0) reveal(cursor);
    focused.current = -1;
  }, [cursor, reveal]);
  // A row that was out of sight exists only after the scroll was drawn; so this looks after every drawing.
  useEffect(() => {
    if (cursor < 0 || focused.current === cursor) return;
    const row = body.current?.querySelector<HTMLElement>(`[data-index="${cursor}"]`);
    row?.focus({ preventScroll: true });
    if (row) focused.current = cursor;
  });

  if (props.waiting) {
    return (
      <tbody ref={body} className="stacked:block">
        {Array.from({ length: 12 }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no other identity
          // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a table row takes no focus
          <tr key={index} aria-hidden="true" className="stacked:block">
            {selectable ? <td className="border-line border-b px-2.5 stacked:hidden" /> : null}
            {columns.map((column, position) => (
              <td
                key={column.id}
                className={cn(
                  "border-line border-b px-2.5 stacked:hidden",
                  compact ? "h-7" : "h-9",
                  roomClass(column),
                )}
              >
                <Skeleton
                  className={position === 0 ? "w-2/3" : column.align === "right" ? "ml-auto w-1/2" : "w-1/2"}
                />
              </td>
            ))}
            <td className="block border-line border-b py-3 not-stacked:hidden">
              <Skeleton className="w-1/2" />
              <Skeleton className="mt-2 w-3/4" />
            </td>
          </tr>
        ))}
      </tbody>
    );
  }
  return (
    <tbody ref={body} className="stacked:block">
      <Spacer height={before} />
      {rows.slice(first, last).map((row, offset) => {
        const index = first + offset;
        return (
          <TableRow
            key={rowKey(row)}
            row={row}
            index={index}
            name={props.rowName(row)}
            columns={columns}
            compact={compact}
            current={index === cursor}
            opened={rowKey(row) === props.openedKey}
            selected={props.isSelected(index)}
            acts={props.acts}
            selectable={selectable}
            opens={props.opens}
            stacked={props.stacked}
          />
        );
      })}
      <Spacer height={after} />
      {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: a table row takes no focus */}
      <tr ref={end} aria-hidden="true" className="stacked:block">
        <td className="p-0" />
      </tr>
    </tbody>
  );
}

/** @param height rem */
function Spacer({ height }: { height: number }) {
  if (height <= 0) return null;
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a table row takes no focus
    <tr aria-hidden="true" className="stacked:block">
      <td style={{ height: `${height}rem` }} className="p-0 stacked:block" />
    </tr>
  );
}
