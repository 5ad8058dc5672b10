"use client";

import { useRef, useState } from "react";

const none: ReadonlySet<string> = new Set();

/** Rows ticked, by key, in the order of the list. With Shift, everything between the last one and this one follows it. */
export function useSelection(keys: readonly string[]) {
  const [selected, setSelected] = useState(none);
  /** Where a range began, and where it last ended. */
  const anchor = useRef<string | undefined>(undefined);
  const edge = useRef<string | undefined>(undefined);
  const indexOf = (key: string | undefined) => (key === undefined ? -1 : keys.indexOf(key));
  const between = (from: number, to: number) => keys.slice(Math.min(from, to), Math.max(from, to) + 1);
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
      const from = range ? indexOf(anchor.current) : -1;
      const touched = from < 0 ? [key] : between(from, index);
      anchor.current = key;
      edge.current = key;
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
    /** Shift held while moving: the range from where it began to here; going back lets rows go again. */
    extend: (from: number, to: number) => {
      if (edge.current !== keys[from]) anchor.current = keys[from];
      edge.current = keys[to];
      const start = Math.max(indexOf(anchor.current), 0);
      setSelected((before) => {
        const next = new Set(before);
        for (const key of between(start, from)) next.delete(key);
        for (const key of between(start, to)) next.add(key);
        return next;
      });
    },
  };
}
