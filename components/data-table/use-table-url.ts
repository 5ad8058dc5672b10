"use client";

import { useTypedParam, useUrlParams } from "../ui/use-url-params.ts";
import { formatSort, parseSort } from "./request.ts";
import type { DataColumn, DataFilter, DataHiding, TableRequest, TableSort } from "./types.ts";

interface Options<Row> {
  columns: readonly DataColumn<Row>[];
  filters: readonly DataFilter[];
  extraParams: readonly string[];
  hiding: DataHiding | undefined;
  defaultSort: TableSort | undefined;
}

/** The table's state, kept in the page's address so that it can be sent to a colleague. */
export function useTableUrl<Row>(options: Options<Row>) {
  const { columns, filters, extraParams, hiding, defaultSort } = options;
  const [params, change] = useUrlParams();
  const [typed, type] = useTypedParam("q");
  const names = [...filters.map(({ param }) => param), ...extraParams];
  const sortable = columns.filter(({ sortable }) => sortable).map(({ id }) => id);
  const sort = parseSort(params.get("sort"), sortable, defaultSort);
  const chosen = Object.fromEntries(
    names.flatMap((name) => {
      const value = params.get(name);
      return value ? [[name, value]] : [];
    }),
  );
  const showsHidden = hiding !== undefined && params.get(hiding.param) === "shown";
  const request: TableRequest = {
    filter: (params.get("q") ?? "").trim(),
    sort: sort?.column,
    direction: sort?.direction ?? "asc",
    filters: showsHidden ? { ...chosen, [hiding.param]: "shown" } : chosen,
  };

  return {
    request,
    sort,
    typed,
    narrowed: request.filter !== "" || Object.keys(chosen).length > 0,
    showsHidden,
    showHidden: (value: string | null) => hiding && change({ [hiding.param]: value }),
    setFilter: type,
    setParam: (name: string, value: string | null) => change({ [name]: value }),
    clear: () => {
      type("");
      change(Object.fromEntries(["q", ...names].map((name) => [name, null])));
    },
    toggleSort: (id: string) => {
      const first = columns.find((column) => column.id === id)?.descendingFirst ? "desc" : "asc";
      const other = first === "asc" ? "desc" : "asc";
      const direction = sort?.column === id && sort.direction === first ? other : first;
      change({ sort: formatSort({ column: id, direction }) });
    },
  };
}
