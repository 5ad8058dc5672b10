"use client";

import * as Radix from "radix-ui/popover";
import type { ReactNode } from "react";
import { cn } from "./cn.ts";
import { useLandmark } from "./use-landmark.ts";

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
  const [anchor, landmark] = useLandmark();
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Trigger ref={anchor} asChild>
        {trigger}
      </Radix.Trigger>
      {landmark ? (
        <Radix.Portal container={landmark}>
          <Radix.Content
            aria-label={label}
            align={align}
            sideOffset={6}
            collisionPadding={8}
            className={cn(
              "z-50 max-h-(--radix-popover-content-available-height) w-72 max-w-[calc(100vw-1rem)] animate-enter overflow-y-auto rounded-md border border-line bg-surface p-3 shadow-pop",
              className,
            )}
          >
            {children}
          </Radix.Content>
        </Radix.Portal>
      ) : null}
    </Radix.Root>
  );
}
