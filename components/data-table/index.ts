export { DataTable } from "./data-table.tsx";
export { Freshness } from "./freshness.tsx";
export type { DataColumn, DataFilter, DataPage, TableRequest } from "./types.ts";
