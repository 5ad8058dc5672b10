import type { ReactNode } from "react";

/** One keyset page as the list services answer it. `count` is of all rows that match; above 10,000 it stops counting. */
export interface DataPage<Row> {
  readonly items: readonly Row[];
  readonly count?: number;
  /** Cursor of the next page; absent on the last. */
  readonly next?: string;
  /** Rows left out that match but for that (see DataHiding), counted in the same way. */
  readonly hidden?: number;
}

/** What a list is asked for: everything the server needs to filter, sort and continue. */
export interface TableRequest {
  readonly filter: string;
  /** A sortable column's id; undefined lets the server choose. */
  readonly sort: string | undefined;
  readonly direction: "asc" | "desc";
  /** Values of the table's filters by parameter name; absent means any. */
  readonly filters: Readonly<Record<string, string>>;
  readonly cursor?: string;
}

export interface TableSort {
  readonly column: string;
  readonly direction: "asc" | "desc";
}

/** Widths of a list from which a column is shown, in rem: 42, 48, 56, 64, 80. */
export type Room = "2xl" | "3xl" | "4xl" | "5xl" | "7xl";

export interface DataColumn<Row> {
  /** Also the server's sort key when sortable. */
  readonly id: string;
  readonly header: string;
  readonly cell: (row: Row) => ReactNode;
  readonly sortable?: boolean;
  /** First click sorts descending: sizes, times. */
  readonly descendingFirst?: boolean;
  readonly align?: "right";
  /** Rem, so that it grows with the reader's text. Columns without one share what is left. */
  readonly width?: number;
  /** Room the list must have before this column takes some from the first; without one it is there in every table. */
  readonly room?: Room;
  /** Holds a time; wider where the reader asked for absolute ones. */
  readonly time?: boolean;
  /** Not in the column chooser. */
  readonly fixed?: boolean;
  /** Only shown when chosen. */
  readonly hidden?: boolean;
  /** The header is for screen readers only (icons, acts). */
  readonly quietHeader?: boolean;
}

export interface DataFilter {
  /** Name in the page's address and in the request. */
  readonly param: string;
  readonly label: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
}

/** Rows a list leaves out until the address says otherwise: not hidden silently, and never part of what is selected. */
export interface DataHiding {
  /** Name in the page's address and in the request; its value is "shown". */
  readonly param: string;
  /** "12 signature and attestation tags hidden" */
  readonly hidden: (count: number) => string;
  /** "Signature and attestation tags are shown" */
  readonly shown: string;
}
