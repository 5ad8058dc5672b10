"use client";

import { useSearchParams } from "next/navigation";
import { startTransition, useCallback, useEffect, useOptimistic, useRef, useState } from "react";

let changedInPlace = false;

/** Whether the address was changed without Next's router, so that the router's picture of the page is of another address. */
export const isChangedInPlace = () => changedInPlace;

/** The router knows the address again. */
export function settleChangeInPlace(): void {
  changedInPlace = false;
}

/**
 * Parameters of the page's address as state: what is filtered and sorted by can be sent to a colleague. Next follows
 * `history.replaceState`, so no server is asked and the page is not drawn anew. It follows in a transition, which may take
 * its time; what was pressed shows at once.
 */
export function useUrlParams() {
  const [params, show] = useOptimistic<URLSearchParams>(useSearchParams());
  const change = useCallback(
    (changes: Readonly<Record<string, string | null>>) => {
      const next = new URLSearchParams(window.location.search);
      for (const [name, value] of Object.entries(changes)) {
        if (value) next.set(name, value);
        else next.delete(name);
      }
      const search = next.toString();
      changedInPlace = true;
      startTransition(() => {
        show(next);
        window.history.replaceState(null, "", `${window.location.pathname}${search ? `?${search}` : ""}`);
      });
    },
    [show],
  );
  return [params, change] as const;
}

/**
 * A parameter that is typed: the field follows each key, the address a moment after the last one (nobody wants a request
 * per key), and the field the address when that changes by itself, as by the back button.
 */
export function useTypedParam(name: string): readonly [string, (text: string) => void] {
  const [params, change] = useUrlParams();
  const value = params.get(name) ?? "";
  const [typed, setTyped] = useState(value);
  const written = useRef(value);
  useEffect(() => {
    if (value === written.current) return;
    written.current = value;
    setTyped(value);
  }, [value]);
  useEffect(() => {
    if (typed === written.current) return;
    const timer = setTimeout(() => {
      written.current = typed;
      change({ [name]: typed });
    }, 150);
    return () => clearTimeout(timer);
  }, [name, typed, change]);
  return [typed, setTyped];
}
