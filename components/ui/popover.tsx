"use client";

import * as Slot from "radix-ui/slot";
import { lazy, Suspense, useState } from "react";
import type { PopoverProps } from "./popover-box.tsx";

const load = () => import("./popover-box.tsx");
const PopoverBox = lazy(async () => ({ default: (await load()).PopoverBox }));

/**
 * A small panel beside what opened it; for filters and explanations, not for menus of acts. No page carries its code:
 * pointing at the button fetches it, pressing opens it.
 */
export function Popover({ open, onOpenChange, ...props }: PopoverProps) {
  const [wanted, setWanted] = useState(false);
  const [own, setOwn] = useState(false);
  const shown = open ?? own;
  const change = (next: boolean) => {
    setOwn(next);
    onOpenChange?.(next);
  };
  if (!wanted && !shown) {
    const press = () => {
      setWanted(true);
      change(true);
    };
    return (
      <Slot.Root aria-haspopup="dialog" onPointerEnter={() => void load()} onClick={press}>
        {props.trigger}
      </Slot.Root>
    );
  }
  return (
    <Suspense fallback={props.trigger}>
      <PopoverBox {...props} open={shown} onOpenChange={change} />
    </Suspense>
  );
}
