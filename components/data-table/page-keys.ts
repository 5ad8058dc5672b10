"use client";

import { useEffect } from "react";

/** What the page in sight answers keys for. */
type PageKeys = "list" | "selection";

const standing = new Set<readonly PageKeys[]>();

/** While the list is on the page, `?` tells its keys. */
export function useListKeys(selectable: boolean): void {
  useEffect(() => {
    const keys: readonly PageKeys[] = selectable ? ["list", "selection"] : ["list"];
    standing.add(keys);
    return () => void standing.delete(keys);
  }, [selectable]);
}

/** Asked at the moment the keys are shown. */
export function hasPageKeys(keys: PageKeys): boolean {
  return [...standing].some((entry) => entry.includes(keys));
}
