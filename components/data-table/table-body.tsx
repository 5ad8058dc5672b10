"use client";

import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from "react";
import { Skeleton } from "../ui/skeleton.tsx";
import { type RowActs, TableRow } from "./table-row.tsx";
import type { DataColumn } from "./types.ts";

interface TableBodyProps<Row> {
  rows: readonly Row[];
  waiting: boolean;
  columns: readonly DataColumn<Row>[];
  rowKey: (row: Row) => string;
  rowName: (row: Row) => string;
  compact: boolean;
  cursor: number;
  isSelected: (index: number) => boolean;
  acts: RowActs;
  selectable: boolean;
  opens: boolean;
  stacked: (row: Row) => ReactNode;
  /** The last loaded rows come near. */
  onEnd: () => void;
}

// On the server there is no window to measure; this much is drawn for the first paint.
const firstPaint = { width: 1440, height: 900 };
const useBrowserLayoutEffect = typeof window === "undefined" ? useEffect : useLayoutEffect;

/** Only the rows in sight exist; two spacers stand for the others, so that it stays a real table. */
export function TableBody<Row>(props: TableBodyProps<Row>) {
  const { rows, columns, compact, cursor, rowKey, onEnd, selectable } = props;
  const body = useRef<HTMLTableSectionElement>(null);
  const [top, setTop] = useState(0);
  const virtualizer = useWindowVirtualizer<HTMLTableRowElement>({
    count: rows.length,
    estimateSize: () => (compact ? 28 : 36),
    getItemKey: (index) => rowKey(rows[index] as Row),
    overscan: 10,
    scrollMargin: top,
    initialRect: firstPaint,
    scrollPaddingStart: 100,
    scrollPaddingEnd: 60,
  });
  useBrowserLayoutEffect(() => {
    if (!body.current) return;
    const here = Math.round(body.current.getBoundingClientRect().top + window.scrollY);
    if (here !== top) setTop(here);
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another density changes every row's height
  useEffect(() => virtualizer.measure(), [compact]);

  const items = virtualizer.getVirtualItems();
  const last = items.at(-1)?.index ?? -1;
  useEffect(() => {
    if (last >= 0 && last >= rows.length - 20) onEnd();
  }, [last, rows.length, onEnd]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: only a moved cursor scrolls, not each new virtualizer
  useEffect(() => {
    if (cursor < 0) return;
    virtualizer.scrollToIndex(cursor);
    const focus = () =>
      body.current?.querySelector<HTMLElement>(`[data-index="${cursor}"]`)?.focus({ preventScroll: true });
    focus();
    // A row that was out of sight exists only after the scroll was drawn.
    const frame = requestAnimationFrame(focus);
    return () => cancelAnimationFrame(frame);
  }, [cursor]);

  const span = columns.length + (selectable ? 1 : 0);
  const before = items.length > 0 ? (items[0]?.start ?? 0) - top : 0;
  const after = items.length > 0 ? virtualizer.getTotalSize() - ((items.at(-1)?.end ?? 0) - top) : 0;

  if (props.waiting) {
    return (
      <tbody ref={body} className="max-sm:block">
        {Array.from({ length: 12 }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no other identity
          // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a table row takes no focus
          <tr key={index} aria-hidden="true" className="max-sm:block">
            {selectable ? <td className="border-line border-b px-2.5 max-sm:hidden" /> : null}
            {columns.map((column, position) => (
              <td
                key={column.id}
                className={`border-line border-b px-2.5 max-sm:hidden ${compact ? "h-7" : "h-9"}`}
              >
                <Skeleton
                  className={position === 0 ? "w-2/3" : column.align === "right" ? "ml-auto w-1/2" : "w-1/2"}
                />
              </td>
            ))}
            <td className="block border-line border-b py-3 sm:hidden">
              <Skeleton className="w-1/2" />
              <Skeleton className="mt-2 w-3/4" />
            </td>
          </tr>
        ))}
      </tbody>
    );
  }
  return (
    <tbody ref={body} className="max-sm:block">
      <Spacer height={before} span={span} />
      {items.map((item) => {
        const row = rows[item.index];
        return row === undefined ? null : (
          <TableRow
            key={item.key}
            ref={virtualizer.measureElement}
            row={row}
            index={item.index}
            name={props.rowName(row)}
            columns={columns}
            compact={compact}
            current={item.index === cursor}
            selected={props.isSelected(item.index)}
            acts={props.acts}
            selectable={selectable}
            opens={props.opens}
            stacked={props.stacked}
          />
        );
      })}
      <Spacer height={after} span={span} />
    </tbody>
  );
}

function Spacer({ height, span }: { height: number; span: number }) {
  if (height <= 0) return null;
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a table row takes no focus
    <tr aria-hidden="true" className="max-sm:block">
      <td colSpan={span} style={{ height }} className="p-0 max-sm:block" />
    </tr>
  );
}
