"use client";

import { ArrowDown, ArrowUp } from "lucide-react";
import { useTranslations } from "next-intl";
import { Checkbox } from "../ui/checkbox.tsx";
import { cn } from "../ui/cn.ts";
import { roomClass } from "./room.ts";
import type { DataColumn, TableSort } from "./types.ts";

interface TableHeadProps<Row> {
  columns: readonly DataColumn<Row>[];
  sort: TableSort | undefined;
  onSort: (column: string) => void;
  selection?: { all: boolean; some: boolean; toggle: () => void } | undefined;
}

const cell =
  "sticky top-(--shell-top,0px) z-10 h-9 border-line border-b bg-paper px-2.5 font-medium text-ink-3 text-sm";

export function TableHead<Row>({ columns, sort, onSort, selection }: TableHeadProps<Row>) {
  const t = useTranslations("ui.list");
  return (
    <thead className="stacked:hidden">
      <tr aria-rowindex={1}>
        {selection ? (
          <th scope="col" className={cn(cell, "w-10")}>
            <Checkbox
              aria-label={t("selectAll")}
              checked={selection.all}
              indeterminate={selection.some && !selection.all}
              onChange={selection.toggle}
              className="flex"
            />
          </th>
        ) : null}
        {columns.map((column) => {
          const sorted = sort?.column === column.id ? sort.direction : undefined;
          const Arrow = sorted === "asc" ? ArrowUp : ArrowDown;
          const words = <span className={column.quietHeader ? "sr-only" : "truncate"}>{column.header}</span>;
          return (
            <th
              key={column.id}
              scope="col"
              aria-sort={sorted === "asc" ? "ascending" : sorted === "desc" ? "descending" : undefined}
              className={cn(cell, column.align === "right" ? "text-right" : "text-left", roomClass(column))}
            >
              {column.sortable ? (
                <button
                  type="button"
                  onClick={() => onSort(column.id)}
                  title={t("sortBy", { column: column.header })}
                  className={cn(
                    "group/sort inline-flex max-w-full items-center gap-1 rounded-sm hover:text-ink",
                    sorted && "text-ink-2",
                  )}
                >
                  {words}
                  <Arrow
                    aria-hidden="true"
                    className={cn(
                      "size-3.5 shrink-0",
                      !sorted && "opacity-0 group-hover/sort:opacity-50",
                      column.align === "right" && !sorted && "-ml-4.5",
                    )}
                  />
                </button>
              ) : (
                words
              )}
            </th>
          );
        })}
      </tr>
    </thead>
  );
}
