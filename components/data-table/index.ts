export { DataTable, type DataTableProps } from "./data-table.tsx";
export { Freshness } from "./freshness.tsx";
export type { DataColumn, DataFilter, DataPage, TableRequest, TableSort } from "./types.ts";
