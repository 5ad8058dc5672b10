import type { DataColumn, Room } from "./types.ts";

const hiddenBelow: Readonly<Record<Room, string>> = {
  "2xl": "@max-2xl/list:hidden",
  "3xl": "@max-3xl/list:hidden",
  "4xl": "@max-4xl/list:hidden",
  "5xl": "@max-5xl/list:hidden",
  "7xl": "@max-7xl/list:hidden",
};

/** Hides a column's col, head and cells where the list is too narrow for it. */
export const roomClass = <Row>({ room }: DataColumn<Row>) => room && hiddenBelow[room];
