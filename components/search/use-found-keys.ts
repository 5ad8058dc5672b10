import { type RefObject, useEffect } from "react";
import { isKeyTaken } from "../ui/key-target.ts";

const finds = (list: HTMLElement | null) => [...(list?.querySelectorAll<HTMLElement>("[data-found]") ?? [])];

/** To the first result; false where there is none. */
export function toFirstFound(list: HTMLElement | null): boolean {
  const [first] = finds(list);
  first?.focus();
  return first !== undefined;
}

/** j and k go from result to result, `/` to the question. Enter is the result's own: it is a link or a button. */
export function useFoundKeys(list: RefObject<HTMLElement | null>, field: RefObject<HTMLInputElement | null>) {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (isKeyTaken(event)) return;
      const key = event.key.toLowerCase();
      if (key === "/") field.current?.focus();
      else if (key === "j" || key === "k") {
        const all = finds(list.current);
        const here = all.indexOf(document.activeElement as HTMLElement);
        all[Math.max(0, Math.min(all.length - 1, here + (key === "j" ? 1 : -1)))]?.focus();
      } else return;
      event.preventDefault();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [list, field]);
}
