"use client";

import { type RefObject, useEffect, useRef } from "react";

interface RowKeys {
  count: number;
  cursor: number;
  move: (index: number) => void;
  open: (index: number) => void;
  toggle: (index: number) => void;
  filter: RefObject<HTMLInputElement | null>;
}

/** Keys belong to whatever is being typed in or chosen from; only then to the list. */
function isTaken(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || event.isComposing)
    return true;
  const target = event.target instanceof Element ? event.target : null;
  return Boolean(
    target?.closest(
      'input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable], [role="dialog"], [role="menu"], [role="listbox"]',
    ),
  );
}

/** j/k move, x selects, Enter opens, / goes to the filter. */
export function useRowKeys(keys: RowKeys): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (isTaken(event)) return;
      const { count, cursor, move, open, toggle, filter } = latest.current;
      // Enter on a link or button is theirs.
      const onControl = event.target instanceof Element && event.target.closest("a, button, summary, input");
      if (event.key === "/" && filter.current) filter.current.focus();
      else if (event.key === "j" && count > 0) move(Math.min(cursor + 1, count - 1));
      else if (event.key === "k" && count > 0) move(Math.max(cursor - 1, 0));
      else if (event.key === "x" && cursor >= 0) toggle(cursor);
      else if (event.key === "Enter" && cursor >= 0 && !onControl) open(cursor);
      else return;
      event.preventDefault();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);
}
