"use client";

import { createContext, type ReactNode, useCallback, useContext, useMemo, useRef, useState } from "react";
import type { Result } from "#lib/errors.ts";
import { useToast } from "../feedback/toast.tsx";
import { type Display, defaultDisplay, displayKey, parseDisplay } from "./display.ts";

interface Displays {
  readonly byTable: Readonly<Record<string, Display>>;
  readonly change: (table: string, display: Display) => void;
}

const DisplayContext = createContext<Displays>({ byTable: {}, change: () => {} });

interface TableDisplaysProps {
  /** Preferences by key, as the server has them: the first paint is right. */
  stored: Readonly<Record<string, unknown>>;
  save: (input: { key: string; value: Display }) => Promise<Result<unknown>>;
  children: ReactNode;
}

/** Remembers how the reader likes each table, in the account: another browser shows the same. */
export function TableDisplays({ stored, save, children }: TableDisplaysProps) {
  const toast = useToast();
  const [byTable, setByTable] = useState<Displays["byTable"]>(() =>
    Object.fromEntries(
      Object.entries(stored).map(([key, value]) => [key.slice(displayKey("").length), parseDisplay(value)]),
    ),
  );
  const latest = useRef({ save, toast });
  latest.current = { save, toast };
  const change = useCallback((table: string, display: Display) => {
    setByTable((before) => ({ ...before, [table]: display }));
    void latest.current.save({ key: displayKey(table), value: display }).then(
      (result) => {
        if (!result.ok) latest.current.toast.error(result.error);
      },
      () => latest.current.toast.error({ code: "INTERNAL" }),
    );
  }, []);
  const displays = useMemo(() => ({ byTable, change }), [byTable, change]);
  return <DisplayContext value={displays}>{children}</DisplayContext>;
}

/** Density, columns and habits of one table. */
export function useDisplay(table: string): readonly [Display, (change: Partial<Display>) => void] {
  const { byTable, change } = useContext(DisplayContext);
  const display = byTable[table] ?? defaultDisplay;
  return [display, (part) => change(table, { ...display, ...part })];
}
