"use client";

import type { ReactNode } from "react";
import { Button, type ButtonProps } from "./button.tsx";
import { cn } from "./cn.ts";

interface IconButtonProps extends Omit<ButtonProps, "children" | "aria-label"> {
  /** What it does; the accessible name and the tip. */
  label: string;
  children: ReactNode;
  /** Where the tip appears. */
  tip?: "bottom" | "left" | "right" | "top" | "none";
}

const places = {
  bottom: "top-full left-1/2 mt-1.5 -translate-x-1/2",
  top: "bottom-full left-1/2 mb-1.5 -translate-x-1/2",
  left: "right-full top-1/2 mr-1.5 -translate-y-1/2",
  right: "left-full top-1/2 ml-1.5 -translate-y-1/2",
};

/** An icon alone, never without its word: named for screen readers, shown as a tip on hover and focus. */
export function IconButton({
  label,
  children,
  className,
  tip = "bottom",
  variant = "ghost",
  size = "md",
  ...props
}: IconButtonProps) {
  return (
    <Button
      variant={variant}
      size={size}
      aria-label={label}
      className={cn(
        "group/tip relative px-0",
        size === "sm" ? "thumb w-7 pointer-coarse:h-7" : size === "lg" ? "w-10" : "w-8 pointer-coarse:w-10",
        className,
      )}
      {...props}
    >
      {children}
      {tip === "none" ? null : (
        <span
          aria-hidden="true"
          className={cn(
            "pointer-events-none absolute z-40 hidden rounded-sm bg-ink px-1.5 py-0.5 font-medium text-2xs text-paper shadow-pop group-hover/tip:block group-focus-visible/tip:block pointer-coarse:hidden",
            places[tip],
          )}
        >
          {label}
        </span>
      )}
    </Button>
  );
}
