"use client";

import { debounce, parseAsString, useQueryStates } from "nuqs";
import { useEffect, useMemo, useState } from "react";
import { formatSort, parseSort } from "./request.ts";
import type { DataColumn, DataFilter, TableRequest, TableSort } from "./types.ts";

interface Options<Row> {
  columns: readonly DataColumn<Row>[];
  filters: readonly DataFilter[];
  extraParams: readonly string[];
  defaultSort: TableSort | undefined;
}

/** The table's state, kept in the page's address so that it can be sent to a colleague. */
export function useTableUrl<Row>({ columns, filters, extraParams, defaultSort }: Options<Row>) {
  const names = [...filters.map(({ param }) => param), ...extraParams];
  const nameKey = names.join(" ");
  const parsers = useMemo(() => {
    const params = nameKey === "" ? [] : nameKey.split(" ");
    return Object.fromEntries(["q", "sort", ...params].map((name) => [name, parseAsString]));
  }, [nameKey]);
  const [state, setState] = useQueryStates(parsers, { history: "replace", clearOnDefault: true });

  const typed = state.q ?? "";
  const filter = useSettled(typed);
  const sortable = columns.filter(({ sortable }) => sortable).map(({ id }) => id);
  const sort = parseSort(state.sort, sortable, defaultSort);
  const chosen = Object.fromEntries(names.flatMap((name) => (state[name] ? [[name, state[name]]] : [])));
  const request: TableRequest = {
    filter: filter.trim(),
    sort: sort?.column,
    direction: sort?.direction ?? "asc",
    filters: chosen,
  };

  return {
    request,
    sort,
    typed,
    narrowed: typed !== "" || Object.keys(chosen).length > 0,
    setFilter: (text: string) => void setState({ q: text || null }, { limitUrlUpdates: debounce(250) }),
    setParam: (name: string, value: string | null) => void setState({ [name]: value }),
    clear: () => void setState(Object.fromEntries(["q", ...names].map((name) => [name, null]))),
    toggleSort: (column: DataColumn<Row>) => {
      const first = column.descendingFirst ? "desc" : "asc";
      const other = first === "asc" ? "desc" : "asc";
      const direction = sort?.column === column.id && sort.direction === first ? other : first;
      void setState({ sort: formatSort({ column: column.id, direction }) });
    },
  };
}

/** The value once it has stood still for a moment: nobody wants a request per key. */
function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), 140);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
