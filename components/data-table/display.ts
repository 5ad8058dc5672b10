/** How one reader likes one table. A type, not an interface: it is sent as JSON. */
export type Display = {
  readonly compact: boolean;
  /** Columns shown or hidden against their default. */
  readonly columns: Readonly<Record<string, boolean>>;
  readonly autoRefresh: boolean;
  /** Dates and times as such instead of "3 days ago". */
  readonly absoluteTimes: boolean;
};

export const defaultDisplay: Display = {
  compact: false,
  columns: {},
  autoRefresh: false,
  absoluteTimes: false,
};

/** Key of a table's display among its reader's preferences. */
export const displayKey = (table: string) => `table.${table}`;

/** What was remembered, as far as it makes sense; anything else is the default. */
export function parseDisplay(value: unknown): Display {
  if (typeof value !== "object" || value === null) return defaultDisplay;
  const stored: Partial<Record<keyof Display, unknown>> = value;
  const columns = typeof stored.columns === "object" && stored.columns !== null ? stored.columns : {};
  return {
    compact: stored.compact === true,
    columns: Object.fromEntries(
      Object.entries(columns).filter((entry): entry is [string, boolean] => typeof entry[1] === "boolean"),
    ),
    autoRefresh: stored.autoRefresh === true,
    absoluteTimes: stored.absoluteTimes === true,
  };
}
