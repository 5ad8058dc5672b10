"use client";

import { usePathname, useRouter } from "next/navigation";
import { useEffect, useRef, useTransition } from "react";

let ask: ((withinMs: number) => void) | undefined;

/**
 * Has the server draw the page anew, within so many milliseconds: whoever asks meanwhile is answered by the same drawing, and there is
 * never more than one at a time.
 */
export function askRedraw(withinMs: number): void {
  ask?.(withinMs);
}

/**
 * Does the drawing; once, in the frame. An address that was changed in place (a filter) is not what Next believes the page was drawn
 * for: refreshed as it is, the page would jump to its top, or, twice in a row, be loaded whole under the reader's hands. So Next is
 * led to the address first.
 */
export function useRedraws(): void {
  const router = useRouter();
  const pathname = usePathname();
  const [drawing, startTransition] = useTransition();
  // Path and search the server drew the page for, as far as we know.
  const drawnFor = useRef<readonly [path: string, search: string]>(["", ""]);
  const due = useRef<{ readonly at: number; readonly timer?: ReturnType<typeof setTimeout> } | null>(null);

  useEffect(() => {
    drawnFor.current = [pathname, window.location.search];
  }, [pathname]);

  useEffect(() => {
    const draw = () => {
      due.current = null;
      const { pathname: path, search } = window.location;
      startTransition(() => {
        if (search === drawnFor.current[1]) return router.refresh();
        drawnFor.current = [path, search];
        router.replace(`${path}${search}`, { scroll: false });
        ask?.(0);
      });
    };
    ask = (withinMs) => {
      const at = Math.min(due.current?.at ?? Number.POSITIVE_INFINITY, performance.now() + withinMs);
      clearTimeout(due.current?.timer);
      due.current = drawing ? { at } : { at, timer: setTimeout(draw, at - performance.now()) };
    };
    // What was asked for during a drawing.
    if (due.current && !drawing) ask(due.current.at - performance.now());
    return () => {
      clearTimeout(due.current?.timer);
      ask = undefined;
    };
  }, [router, drawing]);
}
