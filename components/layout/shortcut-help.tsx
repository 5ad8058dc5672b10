"use client";

import { lazy, Suspense, useEffect, useState } from "react";
import { isKeyTaken } from "../ui/key-target.ts";

const ShortcutList = lazy(() => import("./shortcut-list.tsx"));

/** `?` shows the keys that work on this page. */
export function ShortcutHelp() {
  const [open, setOpen] = useState(false);
  const [wanted, setWanted] = useState(false);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== "?" || isKeyTaken(event)) return;
      event.preventDefault();
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
