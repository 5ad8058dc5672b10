"use client";

import { lazy, Suspense, useEffect, useState } from "react";

const ShortcutList = lazy(() => import("./shortcut-list.tsx"));

/** `?` shows the keys. */
export function ShortcutHelp() {
  const [open, setOpen] = useState(false);
  const [wanted, setWanted] = useState(false);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== "?" || event.defaultPrevented) return;
      if (
        event.target instanceof Element &&
        event.target.closest("input, textarea, select, [contenteditable], [role='dialog']")
      )
        return;
      setWanted(true);
      setOpen(true);
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);
  return (
    <Suspense fallback={null}>{wanted ? <ShortcutList open={open} onOpenChange={setOpen} /> : null}</Suspense>
  );
}
