"use client";

import { useEffect, useRef, useState } from "react";

export interface Suggestion {
  value: string;
  label?: string;
  /** Said at the end of the line: a size, a date. */
  hint?: string;
}

type Load = (query: string, signal: AbortSignal) => Promise<readonly Suggestion[]>;
const none: readonly Suggestion[] = [];

/** Suggestions for what is being typed. A failed or overtaken request leaves none: the field works without them. */
export function useSuggestions(load: Load, query: string, enabled: boolean) {
  const [found, setFound] = useState<{ query: string; suggestions: readonly Suggestion[] } | null>(null);
  // The caller's function is usually made anew on each render; that alone is no reason to ask again.
  const latest = useRef(load);
  useEffect(() => {
    latest.current = load;
  });
  useEffect(() => {
    if (!enabled) return;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      latest.current(query, abort.signal).then(
        (suggestions) => {
          if (!abort.signal.aborted) setFound({ query, suggestions });
        },
        () => {
          if (!abort.signal.aborted) setFound({ query, suggestions: none });
        },
      );
    }, 150);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [query, enabled]);
  return { suggestions: found?.suggestions ?? none, pending: enabled && found?.query !== query };
}
