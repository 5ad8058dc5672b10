"use client";

import { hashKey, keepPreviousData, type QueryKey, useInfiniteQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import type { DataPage, TableRequest } from "./types.ts";

interface Options<Row> {
  queryKey: QueryKey;
  request: TableRequest;
  load: (request: TableRequest, signal: AbortSignal) => Promise<DataPage<Row>>;
  initialPage: DataPage<Row> | undefined;
  rowKey: (row: Row) => string;
  /** Milliseconds between automatic refreshes; off unless the reader asked. */
  every: number | undefined;
}

/** A row that moved between two requests may stand on both pages. */
function rowsOf<Row>(pages: readonly DataPage<Row>[] | undefined, rowKey: (row: Row) => string): Row[] {
  const seen = new Map<string, Row>();
  for (const page of pages ?? []) for (const row of page.items) seen.set(rowKey(row), row);
  return [...seen.values()];
}

/** The rows as far as they were scrolled to. What the server sent with the page is the first of them. */
export function useRows<Row>({ queryKey, request, load, initialPage, rowKey, every }: Options<Row>) {
  const key = [...queryKey, request];
  // The server's page belongs to the address it was rendered for, not to what is filtered for afterwards.
  const [served] = useState(() => ({ key: hashKey(key), page: initialPage, at: Date.now() }));
  const initial = served.page && served.key === hashKey(key) ? served.page : undefined;
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) =>
      load(pageParam === null ? request : { ...request, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
    refetchInterval: every ?? false,
    ...(initial
      ? { initialData: { pages: [initial], pageParams: [null] }, initialDataUpdatedAt: served.at }
      : {}),
  });
  const rows = useMemo(() => rowsOf(query.data?.pages, rowKey), [query.data, rowKey]);
  /** Every row that matches, one page after another; what was loaded so far when a page fails. */
  const loadAll = async (): Promise<Row[]> => {
    let loaded = query;
    while (loaded.hasNextPage && !loaded.isFetchNextPageError) loaded = await loaded.fetchNextPage();
    return rowsOf(loaded.data?.pages, rowKey);
  };
  const [first] = query.data?.pages ?? [];
  return { query, rows, count: first?.count, hidden: first?.hidden ?? 0, loadAll };
}
