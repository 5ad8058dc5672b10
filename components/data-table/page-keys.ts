"use client";

import { useEffect } from "react";

/** What the page in sight answers keys for. */
type PageKeys = "list" | "selection" | "filter";

const standing = new Set<readonly PageKeys[]>();

function usePageKeys(keys: readonly PageKeys[]): void {
  useEffect(() => {
    standing.add(keys);
    return () => void standing.delete(keys);
  }, [keys]);
}

const filterKeys = ["filter"] as const;
const listKeys = ["list", "filter"] as const;
const selectionKeys = ["list", "filter", "selection"] as const;

/** While the list is on the page, `?` tells its keys. */
export const useListKeys = (selectable: boolean) => usePageKeys(selectable ? selectionKeys : listKeys);

/** The same for what has a filter and is no list. */
export const useFilterKeys = () => usePageKeys(filterKeys);

/** Asked at the moment the keys are shown. */
export function hasPageKeys(keys: PageKeys): boolean {
  return [...standing].some((entry) => entry.includes(keys));
}
