"use client";

import dynamic from "next/dynamic";
import { useEffect, useState } from "react";

const ShortcutList = dynamic(() => import("./shortcut-list.tsx"), { ssr: false });

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
  return wanted ? <ShortcutList open={open} onOpenChange={setOpen} /> : null;
}
