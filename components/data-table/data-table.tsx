"use client";

import type { QueryKey } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { formatCount } from "#lib/format.ts";
import { EmptyState } from "../feedback/empty-state.tsx";
import { ErrorState } from "../feedback/error-state.tsx";
import { Button } from "../ui/button.tsx";
import { TimeStyle } from "../ui/time.tsx";
import { BulkBar } from "./bulk-bar.tsx";
import { DefaultStack } from "./default-stack.tsx";
import { defaultDisplay } from "./display.ts";
import { HiddenRows } from "./hidden-rows.tsx";
import { useListKeys } from "./page-keys.ts";
import { errorOf } from "./request.ts";
import { roomClass } from "./room.ts";
import { Spoken } from "./spoken.tsx";
import { TableBody } from "./table-body.tsx";
import { TableHead } from "./table-head.tsx";
import type { RowActs } from "./table-row.tsx";
import { Toolbar } from "./toolbar.tsx";
import type { DataColumn, DataFilter, DataHiding, DataPage, TableRequest, TableSort } from "./types.ts";
import { useDisplay } from "./use-display.tsx";
import { useRowKeys } from "./use-row-keys.ts";
import { useRows } from "./use-rows.ts";
import { useSelection } from "./use-selection.ts";
import { useTableUrl } from "./use-table-url.ts";

const noFilters: readonly DataFilter[] = [];
const noParams: readonly string[] = [];
/** Rem a date with its seconds and time zone needs in either language. */
const absoluteTimeWidth = 14.5;

export interface DataTableProps<Row> {
  /** Remembers columns and density under this name. */
  id: string;
  /** What the table holds, for screen readers. */
  label: string;
  /** From the noun's query keys, so that live events can invalidate it. The request is added. */
  queryKey: QueryKey;
  load: (request: TableRequest, signal: AbortSignal) => Promise<DataPage<Row>>;
  /** The first page, rendered on the server for this address (see `parseTableSearch`). */
  initialPage?: DataPage<Row>;
  /** Stable (module scope or useMemo), or every row is drawn with every scroll. */
  columns: readonly DataColumn<Row>[];
  /** Stable. */
  rowKey: (row: Row) => string;
  /** The row in one word, for "Select 2.41.1". */
  rowName: (row: Row) => string;
  /** Where Enter and a click lead. Put a real link in the main cell too. */
  rowHref?: (row: Row) => string;
  /** Instead of a page of its own: a drawer, a detail beside the list. */
  onOpenRow?: (row: Row) => void;
  /** The key of the row whose details are shown. */
  openedKey?: string | null;
  /** The row on a phone; by default the first column above the others. */
  stacked?: (row: Row) => ReactNode;
  defaultSort?: TableSort;
  /** "Filter all 1,038 tags" */
  searchLabel: string | ((count: string | null) => string);
  /** "Tag, sha256:… or label=value", shown in the field instead of its label. */
  searchHint?: string;
  filters?: readonly DataFilter[];
  /** Parameters of the address that controls in `toolbar` set, sent along as filters. */
  extraParams?: readonly string[];
  /** Rows left out until they are asked for. */
  hiding?: DataHiding;
  toolbar?: ReactNode;
  /** Shown while rows are selected; its presence makes rows selectable. */
  bulk?: (selected: readonly Row[], clear: () => void) => ReactNode;
  /** Nothing there at all: what the page is for and the next step. */
  empty: ReactNode;
  /** How old the list is: `<Freshness …/>`. It stands beside the filter, in sight however far the list goes. */
  footer?: ReactNode;
  /** Rows are still being made (first index): skeletons instead of "empty". */
  filling?: boolean;
}

/** The one table for every list. Sorting, filtering and paging happen on the server, over all rows. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const {
    columns,
    rowKey,
    rowName,
    rowHref,
    onOpenRow,
    bulk,
    filters = noFilters,
    extraParams = noParams,
    hiding,
  } = props;
  const t = useTranslations("ui.list");
  const locale = useLocale();
  const router = useRouter();
  const filterRef = useRef<HTMLInputElement>(null);
  const [display, changeDisplay] = useDisplay(props.id);
  const url = useTableUrl({ columns, filters, extraParams, hiding, defaultSort: props.defaultSort });
  const { query, rows, count, hidden, loadAll } = useRows({
    queryKey: props.queryKey,
    request: url.request,
    load: props.load,
    initialPage: props.initialPage,
    rowKey,
    every: display.autoRefresh ? 30_000 : undefined,
  });

  const visibility = useMemo(
    () => ({ ...Object.fromEntries(columns.map(({ id, hidden }) => [id, !hidden])), ...display.columns }),
    [columns, display.columns],
  );
  const { absoluteTimes } = display;
  const shown = useMemo(
    () =>
      columns
        .filter(({ id }) => visibility[id])
        .map((column) => (absoluteTimes && column.time ? { ...column, width: absoluteTimeWidth } : column)),
    [columns, visibility, absoluteTimes],
  );
  const keys = useMemo(() => rows.map(rowKey), [rows, rowKey]);
  const selection = useSelection(keys);
  const selected = bulk ? rows.filter((row) => selection.has(rowKey(row))) : [];

  const [cursor, setCursor] = useState(-1);
  const open = (index: number, newTab = false) => {
    const row = rows[index];
    if (row === undefined) return;
    setCursor(index);
    const href = rowHref?.(row);
    if (onOpenRow) onOpenRow(row);
    else if (href && newTab) window.open(href, "_blank", "noopener");
    else if (href) router.push(href);
  };
  const latest = useRef({ open, toggle: selection.toggle });
  useEffect(() => {
    latest.current = { open, toggle: selection.toggle };
  });
  const acts = useMemo<RowActs>(
    () => ({
      toggle: (index, range) => latest.current.toggle(index, range),
      open: (index, event) => latest.current.open(index, event.metaKey || event.ctrlKey),
    }),
    [],
  );
  useRowKeys({
    count: rows.length,
    cursor,
    move: setCursor,
    open,
    selection: bulk && selection,
    filter: filterRef,
  });
  useListKeys(bulk !== undefined);

  const loadMore = useCallback(() => {
    if (query.hasNextPage && !query.isFetching) void query.fetchNextPage();
  }, [query.hasNextPage, query.isFetching, query.fetchNextPage]);

  const words = count === undefined ? null : formatCount(count, locale);
  const failed = query.isError ? errorOf(query.error) : null;
  const retry = <Button onClick={() => void query.refetch()}>{t("tryAgain")}</Button>;
  const waiting = query.isPending || (rows.length === 0 && props.filling === true && !url.narrowed);
  const nothing = !waiting && rows.length === 0 && !failed;

  return (
    <div className="flex flex-1 flex-col">
      <Toolbar
        freshness={
          props.footer ??
          (words === null ? null : (
            <p className="text-ink-3 text-xs">{t("rows", { count: count ?? 0, words })}</p>
          ))
        }
        filterRef={filterRef}
        typed={url.typed}
        onType={url.setFilter}
        onLeave={() => rows.length > 0 && setCursor(0)}
        searchLabel={typeof props.searchLabel === "string" ? props.searchLabel : props.searchLabel(words)}
        searchHint={props.searchHint}
        filters={filters}
        values={url.request.filters}
        onFilter={url.setParam}
        display={{
          sort: url.sort,
          sortable: columns.filter(({ sortable }) => sortable),
          onSort: url.toggleSort,
          onSelectAll: bulk && selection.toggleAll,
          columns: columns
            .filter(({ fixed }) => !fixed)
            .map(({ id, header }) => ({ id, header, visible: visibility[id] ?? true })),
          compact: display.compact,
          absoluteTimes: columns.some(({ time }) => time) ? absoluteTimes : undefined,
          autoRefresh: display.autoRefresh,
          onColumn: (id, visible) => changeDisplay({ columns: { ...display.columns, [id]: visible } }),
          onCompact: (compact) => changeDisplay({ compact }),
          onAbsoluteTimes: (absoluteTimes) => changeDisplay({ absoluteTimes }),
          onAutoRefresh: (autoRefresh) => changeDisplay({ autoRefresh }),
          onReset: () => changeDisplay(defaultDisplay),
        }}
      >
        {props.toolbar}
      </Toolbar>
      <Spoken
        found={
          url.narrowed && !waiting && !failed && !query.isPlaceholderData
            ? { count: count ?? rows.length, more: count === undefined && query.hasNextPage }
            : null
        }
        selected={selected.length}
      />
      {hiding && !waiting && !failed && (rows.length > 0 || url.showsHidden) ? (
        <HiddenRows hiding={hiding} count={hidden} shown={url.showsHidden} onChange={url.showHidden} />
      ) : null}
      {failed && rows.length > 0 ? <ErrorState error={failed} size="inline" actions={retry} /> : null}
      {failed && rows.length === 0 ? <ErrorState error={failed} actions={retry} /> : null}
      {nothing && hidden > 0 && hiding ? (
        <EmptyState
          title={hiding.hidden(hidden)}
          actions={<Button onClick={() => url.showHidden("shown")}>{t("show")}</Button>}
        />
      ) : null}
      {nothing && hidden === 0 && url.narrowed ? (
        <EmptyState
          title={t("noResultsTitle")}
          actions={<Button onClick={url.clear}>{t("clearFilters")}</Button>}
        >
          {t("noResultsHelp")}
        </EmptyState>
      ) : null}
      {nothing && hidden === 0 && !url.narrowed ? props.empty : null}
      {waiting || rows.length > 0 ? (
        <div className="@container/list">
          <table
            aria-label={props.label}
            aria-rowcount={query.hasNextPage ? -1 : rows.length + 1}
            aria-busy={waiting || query.isPlaceholderData}
            className="w-full table-fixed border-separate border-spacing-0 text-sm stacked:block"
          >
            <colgroup>
              {bulk ? <col className="w-10" /> : null}
              {shown.map((column) => (
                <col
                  key={column.id}
                  className={roomClass(column)}
                  style={column.width ? { width: `${column.width}rem` } : undefined}
                />
              ))}
            </colgroup>
            <TableHead
              columns={shown}
              sort={url.sort}
              onSort={url.toggleSort}
              selection={
                bulk ? { all: selection.all, some: selection.some, toggle: selection.toggleAll } : undefined
              }
            />
            <TimeStyle value={absoluteTimes ? "absolute" : "relative"}>
              <TableBody
                rows={rows}
                waiting={waiting}
                columns={shown}
                rowKey={rowKey}
                rowName={rowName}
                compact={display.compact}
                cursor={cursor}
                isSelected={(index) => selection.has(keys[index] ?? "")}
                openedKey={props.openedKey ?? null}
                acts={acts}
                selectable={bulk !== undefined}
                opens={rowHref !== undefined || onOpenRow !== undefined}
                stacked={props.stacked ?? ((row) => <DefaultStack row={row} columns={shown} />)}
                onEnd={loadMore}
              />
            </TimeStyle>
          </table>
        </div>
      ) : null}
      {bulk && selected.length > 0 ? (
        <BulkBar
          count={selected.length}
          matching={
            selection.all && query.hasNextPage && count !== undefined && count <= 10_000 ? count : null
          }
          onSelectMatching={async () => selection.set((await loadAll()).map(rowKey))}
          onClear={selection.clear}
        >
          {bulk(selected, selection.clear)}
        </BulkBar>
      ) : null}
    </div>
  );
}
