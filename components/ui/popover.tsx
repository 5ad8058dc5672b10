"use client";

import * as Slot from "radix-ui/slot";
import { lazy, type ReactNode, Suspense, useState } from "react";

const load = () => import("./popover-box.tsx");
const PopoverBox = lazy(async () => ({ default: (await load()).PopoverBox }));

export interface PopoverProps {
  trigger: ReactNode;
  /** Names the panel for screen readers. */
  label: string;
  children: ReactNode;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  align?: "start" | "center" | "end";
  className?: string;
}

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
