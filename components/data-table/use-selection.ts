"use client";

import { useRef, useState } from "react";

const none: ReadonlySet<string> = new Set();

/** Rows ticked, by key, in the order of the list. With Shift, everything between the last one and this one follows it. */
export function useSelection(keys: readonly string[]) {
  const [selected, setSelected] = useState(none);
  const anchor = useRef<string | null>(null);
  const count = keys.reduce((sum, key) => sum + (selected.has(key) ? 1 : 0), 0);

  return {
    has: (key: string) => selected.has(key),
    count,
    some: count > 0,
    all: count > 0 && count === keys.length,
    clear: () => setSelected(none),
    set: (chosen: readonly string[]) => setSelected(new Set(chosen)),
    toggleAll: () => setSelected(count === keys.length ? none : new Set(keys)),
    toggle: (index: number, range: boolean) => {
      const key = keys[index];
      if (key === undefined) return;
      const from = range && anchor.current !== null ? keys.indexOf(anchor.current) : -1;
      const touched = from < 0 ? [key] : keys.slice(Math.min(from, index), Math.max(from, index) + 1);
      anchor.current = key;
      setSelected((before) => {
        const next = new Set(before);
        const add = !before.has(key);
        for (const each of touched) {
          if (add) next.add(each);
          else next.delete(each);
        }
        return next;
      });
    },
    /** Both rows, and from here on the second: Shift held while moving. */
    extend: (from: number, to: number) => {
      const touched = [keys[from], keys[to]].filter((key) => key !== undefined);
      anchor.current = touched.at(-1) ?? null;
      setSelected((before) => new Set([...before, ...touched]));
    },
  };
}
