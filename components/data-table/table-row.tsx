"use client";

import { useTranslations } from "next-intl";
import { memo, type MouseEvent as ReactMouseEvent, type ReactNode } from "react";
import { Checkbox } from "../ui/checkbox.tsx";
import { cn } from "../ui/cn.ts";
import { roomClass } from "./room.ts";
import type { DataColumn } from "./types.ts";

export interface RowActs {
  /** @param range Shift was held: everything since the last one follows. */
  toggle: (index: number, range: boolean) => void;
  open: (index: number, event: ReactMouseEvent) => void;
}

interface TableRowProps<Row> {
  row: Row;
  index: number;
  name: string;
  columns: readonly DataColumn<Row>[];
  compact: boolean;
  /** The keyboard stands here. */
  current: boolean;
  /** Its details stand beside the list. */
  opened: boolean;
  selected: boolean;
  /** The same object on every render, or each row would be drawn anew with each scroll. */
  acts: RowActs;
  selectable: boolean;
  opens: boolean;
  stacked: (row: Row) => ReactNode;
}

function Cells<Row>(props: TableRowProps<Row>) {
  const { row, index, name, columns, compact, opened, selected, acts, selectable, opens, stacked } = props;
  const current = props.current || opened;
  const t = useTranslations("ui.list");
  const open = (event: ReactMouseEvent) => {
    // A menu stands elsewhere in the document, and its clicks come here all the same.
    const control =
      event.target instanceof Element &&
      event.target.closest("a, button, input, label, summary, [role=menu]");
    // Selecting text in a row is not opening it.
    if (!control && !window.getSelection()?.toString()) acts.open(index, event);
  };
  return (
    <tr
      data-index={index}
      aria-rowindex={index + 2}
      tabIndex={-1}
      data-selected={selected || undefined}
      aria-current={opened || undefined}
      onClick={opens ? open : undefined}
      className={cn(
        "group/row outline-none stacked:-mx-4 stacked:flex stacked:px-4 stacked:[contain-intrinsic-size:auto_4rem] stacked:[content-visibility:auto]",
        opens && "cursor-pointer hover:bg-sunk",
        selected && "bg-signal-soft hover:bg-signal-soft",
        current && !selected && "bg-sunk",
      )}
    >
      {selectable ? (
        <td
          className={cn(
            "border-line border-b px-2.5 stacked:flex stacked:items-center stacked:pl-0",
            compact ? "not-stacked:h-7" : "not-stacked:h-9",
            current && "shadow-[inset_2px_0_0_var(--signal)]",
          )}
        >
          <Checkbox
            aria-label={t("selectRow", { name })}
            checked={selected}
            onChange={(event) =>
              acts.toggle(index, event.nativeEvent instanceof MouseEvent && event.nativeEvent.shiftKey)
            }
            className="flex"
          />
        </td>
      ) : null}
      {columns.map((column, position) => (
        <td
          key={column.id}
          className={cn(
            "truncate border-line border-b px-2.5 text-ink-2 stacked:hidden",
            compact ? "h-7" : "h-9",
            column.align === "right" && "text-right",
            roomClass(column),
            current && position === 0 && !selectable && "shadow-[inset_2px_0_0_var(--signal)]",
          )}
        >
          {column.cell(row)}
        </td>
      ))}
      <td className="relative min-w-0 flex-1 border-line border-b py-2.5 not-stacked:hidden">
        {stacked(row)}
      </td>
    </tr>
  );
}

/** One row: cells beside each other, or stacked where the screen is narrow. Unchanged rows are not drawn again. */
export const TableRow = memo(Cells) as typeof Cells;
