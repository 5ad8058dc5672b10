"use client";

import { Check } from "lucide-react";
import * as Radix from "radix-ui/dropdown-menu";
import { type ComponentProps, type ReactNode, useRef } from "react";
import { cn } from "./cn.ts";
import { useLandmark } from "./use-landmark.ts";

const item =
  "relative flex min-h-8 pointer-coarse:min-h-10 cursor-default select-none items-center gap-2 rounded-sm px-2.5 py-1 text-sm outline-none data-disabled:text-ink-3 data-highlighted:bg-sunk [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-ink-3";

export interface MenuProps {
  trigger: ReactNode;
  children: ReactNode;
  align?: "start" | "end";
  className?: string;
}

/**
 * The code behind `Menu`; it comes when a menu is opened for the first time.
 *
 * @param byKeyboard it was asked for by a key, so the first item takes the focus, as Radix does from the second time on
 */
export function MenuBox({
  trigger,
  children,
  align = "end",
  className,
  byKeyboard,
}: MenuProps & { byKeyboard: boolean }) {
  const entered = useRef(!byKeyboard);
  const [anchor, landmark] = useLandmark();
  return (
    <Radix.Root modal={false} defaultOpen>
      <Radix.Trigger ref={anchor} asChild>
        {trigger}
      </Radix.Trigger>
      {landmark ? (
        <Radix.Portal container={landmark}>
          <Radix.Content
            align={align}
            sideOffset={6}
            collisionPadding={8}
            onFocus={({ target, currentTarget }) => {
              if (entered.current || target !== currentTarget) return;
              entered.current = true;
              currentTarget.querySelector<HTMLElement>("[role^=menuitem]:not([data-disabled])")?.focus();
            }}
            className={cn(
              "z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-48 animate-enter overflow-y-auto rounded-md border border-line bg-surface p-1 shadow-pop",
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

export function MenuItem({
  className,
  danger,
  ...props
}: ComponentProps<typeof Radix.Item> & { danger?: boolean }) {
  return (
    <Radix.Item {...props} className={cn(item, danger && "text-danger [&_svg]:text-danger", className)} />
  );
}

/** Ticked or not; the menu stays open so that several can be changed. */
export function MenuCheckboxItem({
  className,
  children,
  ...props
}: ComponentProps<typeof Radix.CheckboxItem>) {
  return (
    <Radix.CheckboxItem
      onSelect={(event) => event.preventDefault()}
      {...props}
      className={cn(item, "pl-8", className)}
    >
      <Radix.ItemIndicator className="absolute left-2.5">
        <Check aria-hidden="true" className="text-signal-ink!" />
      </Radix.ItemIndicator>
      {children}
    </Radix.CheckboxItem>
  );
}

export function MenuRadioGroup(props: ComponentProps<typeof Radix.RadioGroup>) {
  return <Radix.RadioGroup {...props} />;
}

export function MenuRadioItem({ className, children, ...props }: ComponentProps<typeof Radix.RadioItem>) {
  return (
    <Radix.RadioItem {...props} className={cn(item, "pl-8", className)}>
      <Radix.ItemIndicator className="absolute left-2.5">
        <Check aria-hidden="true" className="text-signal-ink!" />
      </Radix.ItemIndicator>
      {children}
    </Radix.RadioItem>
  );
}

export function MenuLabel({ className, ...props }: ComponentProps<typeof Radix.Label>) {
  return (
    <Radix.Label {...props} className={cn("px-2.5 pt-2 pb-1 font-medium text-ink-3 text-xs", className)} />
  );
}

export function MenuSeparator() {
  return <Radix.Separator className="-mx-1 my-1 h-px bg-line" />;
}
