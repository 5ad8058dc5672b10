import { type RefObject, useEffect } from "react";
import { isKeyTaken } from "./key-target.ts";

/** `/` goes to the filter of a page that has no list to listen for it. */
export function useFilterKey(filter: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== "/" || isKeyTaken(event)) return;
      event.preventDefault();
      filter.current?.focus();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [filter]);
}
