export { DataTable } from "./data-table.tsx";
export type { DataColumn, DataFilter, DataPage, TableRequest } from "./types.ts";
