"use client";

import { type RefObject, useCallback, useEffect, useState } from "react";

/** Rows drawn before and behind what is in sight, and the step in which the range moves. */
const margin = 12;
const step = 8;
/** On the server there is no window to look through; this many are drawn for the first paint: a window of 1,080 pixels, and some. */
const firstPaint = 28;
/** Sticky head and top bar; the edge a row must not hide behind. */
const covered = 90;

/** The reader's text size in pixels. */
const remPixels = () => Number.parseFloat(getComputedStyle(document.documentElement).fontSize);

/**
 * Which rows of a table are worth drawing: all have one height, so the window's place tells. Stacked rows on phones differ
 * in height; there all loaded ones stand, and CSS (`content-visibility`) spares the browser those out of sight.
 *
 * @param rowRem a row's height in rem; so are `before` and `after`
 */
export function useWindowRows(body: RefObject<HTMLElement | null>, count: number, rowRem: number) {
  const [range, setRange] = useState({ first: 0, last: firstPaint });

  useEffect(() => {
    let frame: number | undefined;
    const look = () => {
      frame = undefined;
      if (!body.current) return;
      const rowHeight = rowRem * remPixels();
      const above = -body.current.getBoundingClientRect().top / rowHeight;
      const inSight = window.innerHeight / rowHeight;
      const next =
        getComputedStyle(body.current).display === "block"
          ? { first: 0, last: Number.POSITIVE_INFINITY }
          : {
              first: Math.max(0, Math.floor((above - margin) / step) * step),
              last: Math.max(firstPaint, Math.ceil((above + inSight + margin) / step) * step),
            };
      setRange((before) => (before.first === next.first && before.last === next.last ? before : next));
    };
    const soon = () => {
      frame ??= requestAnimationFrame(look);
    };
    look();
    window.addEventListener("scroll", soon, { passive: true });
    window.addEventListener("resize", soon);
    return () => {
      if (frame !== undefined) cancelAnimationFrame(frame);
      window.removeEventListener("scroll", soon);
      window.removeEventListener("resize", soon);
    };
  }, [body, rowRem]);

  const reveal = useCallback(
    (index: number) => {
      if (!body.current) return;
      const rowHeight = rowRem * remPixels();
      const row = body.current.querySelector(`[data-index="${index}"]`);
      const top =
        row?.getBoundingClientRect().top ?? body.current.getBoundingClientRect().top + index * rowHeight;
      const over = top - covered;
      const under = top + rowHeight - (window.innerHeight - rowHeight);
      if (over < 0) window.scrollBy(0, over);
      else if (under > 0) window.scrollBy(0, under);
    },
    [body, rowRem],
  );

  const last = Math.min(range.last, count);
  const first = Math.min(range.first, last);
  return { first, last, before: first * rowRem, after: (count - last) * rowRem, reveal };
}
