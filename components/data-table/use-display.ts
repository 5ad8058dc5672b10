"use client";

import { useMemo, useSyncExternalStore } from "react";

export interface Display {
  readonly compact: boolean;
  /** Columns shown or hidden against their default. */
  readonly columns: Readonly<Record<string, boolean>>;
  readonly autoRefresh: boolean;
}

const initial: Display = { compact: false, columns: {}, autoRefresh: false };
const changed = "longshore-display";

function parse(text: string | null): Display {
  if (!text) return initial;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...initial, ...value } : initial;
  } catch {
    return initial;
  }
}

function subscribe(listener: () => void): () => void {
  window.addEventListener("storage", listener);
  window.addEventListener(changed, listener);
  return () => {
    window.removeEventListener("storage", listener);
    window.removeEventListener(changed, listener);
  };
}

/** Density and columns of one table, remembered in this browser and followed by its other tabs. */
export function useDisplay(table: string): readonly [Display, (change: Partial<Display>) => void] {
  const key = `longshore-table:${table}`;
  const text = useSyncExternalStore(
    subscribe,
    () => localStorage.getItem(key),
    () => null,
  );
  const display = useMemo(() => parse(text), [text]);
  const change = (part: Partial<Display>) => {
    localStorage.setItem(key, JSON.stringify({ ...display, ...part }));
    window.dispatchEvent(new Event(changed));
  };
  return [display, change];
}
