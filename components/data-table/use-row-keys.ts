"use client";

import { type RefObject, useEffect, useRef } from "react";
import { isKeyTaken } from "../ui/key-target.ts";

interface RowKeys {
  count: number;
  cursor: number;
  move: (index: number) => void;
  open: (index: number) => void;
  /** Absent where rows cannot be selected. */
  selection:
    | {
        some: boolean;
        toggle: (index: number, range: boolean) => void;
        extend: (from: number, to: number) => void;
        clear: () => void;
      }
    | undefined;
  filter: RefObject<HTMLInputElement | null>;
}

/** Where a key leads from a row; undefined when it leads nowhere. Arrows scroll the page until a row has the focus. */
function target(event: KeyboardEvent, cursor: number, count: number): number | undefined {
  const onRow = event.target instanceof Element && event.target.matches("tr[data-index]");
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (count === 0) return undefined;
  if (key === "j" || (key === "ArrowDown" && onRow)) return Math.min(cursor + 1, count - 1);
  if (key === "k" || (key === "ArrowUp" && onRow)) return Math.max(cursor - 1, 0);
  if (key === "Home" && onRow) return 0;
  if (key === "End" && onRow) return count - 1;
  return undefined;
}

function press(event: KeyboardEvent, keys: RowKeys): boolean {
  const { count, cursor, move, open, selection, filter } = keys;
  const to = target(event, cursor, count);
  // Enter on a link or button is theirs.
  const onControl = event.target instanceof Element && event.target.closest("a, button, summary, input");
  if (to !== undefined) {
    if (event.shiftKey) selection?.extend(Math.max(cursor, 0), to);
    move(to);
  } else if (event.key === "/" && filter.current) filter.current.focus();
  else if (event.key === "Enter" && cursor >= 0 && !onControl) open(cursor);
  else if (event.key.toLowerCase() === "x" && cursor >= 0 && selection)
    selection.toggle(cursor, event.shiftKey);
  else if (event.key === "Escape" && selection?.some) selection.clear();
  else return false;
  return true;
}

/** j/k move, x selects, with Shift from the last one to here, Enter opens, / goes to the filter, Escape selects nothing. */
export function useRowKeys(keys: RowKeys): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!isKeyTaken(event) && press(event, latest.current)) event.preventDefault();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);
}
