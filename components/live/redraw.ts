"use client";

import { usePathname, useRouter } from "next/navigation";
import { useEffect, useRef, useTransition } from "react";
import { isChangedInPlace, settleChangeInPlace } from "../ui/use-url-params.ts";

let ask: ((withinMs: number) => void) | undefined;

/**
 * Has the server draw the page anew, within so many milliseconds: whoever asks meanwhile is answered by the same drawing, and there is
 * never more than one at a time.
 */
export function askRedraw(withinMs: number): void {
  ask?.(withinMs);
}

/** A key or a click may lead somewhere, and what it leads to is not to be overtaken. */
const restMs = 2_000;

/**
 * Does the drawing; once, in the frame. An address that was changed in place (a filter) is not what Next believes the page was drawn
 * for: refreshed as it is, the page would jump to its top, or, twice in a row, be loaded whole under the reader's hands. So Next is
 * led to the address first, when the reader's hands rest: that would also call off a navigation under way.
 */
export function useRedraws(): void {
  const router = useRouter();
  const pathname = usePathname();
  const [drawing, startTransition] = useTransition();
  const due = useRef<{ readonly at: number; readonly timer?: ReturnType<typeof setTimeout> } | null>(null);
  const touched = useRef(Number.NEGATIVE_INFINITY);

  const drawnPath = useRef(pathname);
  useEffect(() => {
    if (drawnPath.current !== pathname) settleChangeInPlace();
    drawnPath.current = pathname;
  }, [pathname]);

  useEffect(() => {
    const touch = () => {
      touched.current = performance.now();
    };
    document.addEventListener("click", touch, true);
    document.addEventListener("keydown", touch, true);
    return () => {
      document.removeEventListener("click", touch, true);
      document.removeEventListener("keydown", touch, true);
    };
  }, []);

  useEffect(() => {
    const draw = () => {
      due.current = null;
      const rest = touched.current + restMs - performance.now();
      if (isChangedInPlace() && rest > 0) return ask?.(rest);
      startTransition(() => {
        if (!isChangedInPlace()) return router.refresh();
        settleChangeInPlace();
        router.replace(`${window.location.pathname}${window.location.search}`, { scroll: false });
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
