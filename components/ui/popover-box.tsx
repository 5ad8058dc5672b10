"use client";

import * as Radix from "radix-ui/popover";
import { cn } from "./cn.ts";
import type { PopoverProps } from "./popover.tsx";

/** The code behind `Popover`; it comes when one is opened for the first time. */
export function PopoverBox({
  trigger,
  label,
  children,
  open,
  onOpenChange,
  align = "start",
  className,
}: PopoverProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className={cn(
            "z-50 w-72 max-w-[calc(100vw-1rem)] animate-enter rounded-md border border-line bg-surface p-3 shadow-pop",
            className,
          )}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
