"use client";

import { cva, type VariantProps } from "class-variance-authority";
import { LoaderCircle } from "lucide-react";
import * as Slot from "radix-ui/slot";
import { type ComponentProps, type MouseEvent, useId } from "react";
import { cn } from "./cn.ts";

export const buttonStyle = cva(
  "inline-flex shrink-0 select-none items-center justify-center gap-2 whitespace-nowrap rounded-md font-medium transition-colors disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:cursor-not-allowed aria-disabled:opacity-55 [&_svg]:shrink-0",
  {
    variants: {
      variant: {
        primary: "bg-primary font-semibold text-on-primary hover:bg-primary-hover forced-colors:border",
        secondary: "border border-line-strong bg-surface text-ink hover:border-control hover:bg-sunk",
        ghost: "text-ink-2 hover:bg-sunk hover:text-ink",
        danger: "bg-danger font-semibold text-on-danger hover:bg-danger-hover forced-colors:border",
        link: "font-medium text-signal-ink underline-offset-4 hover:underline",
      },
      size: {
        sm: "h-7 pointer-coarse:h-10 px-2.5 text-xs [&_svg]:size-3.5",
        md: "h-8 pointer-coarse:h-10 px-3 text-sm [&_svg]:size-4",
        lg: "h-10 px-4 text-base [&_svg]:size-4.5",
      },
    },
    compoundVariants: [{ variant: "link", className: "thumb relative h-auto pointer-coarse:h-auto px-0" }],
    defaultVariants: { variant: "secondary", size: "md" },
  },
);

export interface ButtonProps extends ComponentProps<"button">, VariantProps<typeof buttonStyle> {
  /** Renders the one child (a link) with the button's looks. */
  asChild?: boolean;
  /** Work is under way: keeps its place and its words, says so to screen readers, ignores clicks. */
  pending?: boolean;
  /** Why it cannot be pressed now. It stays reachable by keyboard and tells. */
  disabledReason?: string | undefined;
}

/** A button names the act. One primary per view. */
export function Button({
  variant,
  size,
  className,
  asChild,
  pending = false,
  disabledReason,
  onClick,
  children,
  type = "button",
  ...props
}: ButtonProps) {
  const reasonId = useId();
  const inert = pending || disabledReason !== undefined;
  const classes = cn(buttonStyle({ variant, size }), className);
  if (asChild) {
    return (
      <Slot.Root className={classes} onClick={onClick} {...props}>
        {children}
      </Slot.Root>
    );
  }
  const press = (event: MouseEvent<HTMLButtonElement>) => {
    if (inert) event.preventDefault();
    else onClick?.(event);
  };
  return (
    <>
      <button
        type={type}
        className={classes}
        onClick={press}
        aria-busy={pending || undefined}
        aria-disabled={inert || undefined}
        aria-describedby={disabledReason ? reasonId : undefined}
        title={disabledReason}
        {...props}
      >
        {pending ? <LoaderCircle className="animate-spin" aria-hidden="true" /> : null}
        {children}
      </button>
      {disabledReason ? (
        <span id={reasonId} hidden>
          {disabledReason}
        </span>
      ) : null}
    </>
  );
}
