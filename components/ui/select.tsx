"use client";

import { Check, ChevronDown } from "lucide-react";
import * as Radix from "radix-ui/select";
import type { ReactNode } from "react";
import { cn } from "./cn.ts";
import { controlStyle, useFieldWiring } from "./field.tsx";
import { useLandmark } from "./use-landmark.ts";

export interface SelectOption<V extends string = string> {
  value: V;
  label: ReactNode;
  disabled?: boolean;
}

interface SelectProps<V extends string> {
  value: V;
  onValueChange: (value: V) => void;
  options: readonly SelectOption<V>[];
  name?: string;
  disabled?: boolean;
  placeholder?: string;
  className?: string;
  /** Needed outside a Field. */
  "aria-label"?: string;
}

export function Select<V extends string>({
  value,
  onValueChange,
  options,
  placeholder,
  className,
  ...props
}: SelectProps<V>) {
  const { required: _required, ...wiring } = useFieldWiring();
  const [anchor, landmark] = useLandmark();
  return (
    <Radix.Root
      value={value}
      onValueChange={(next) => onValueChange(next as V)}
      name={props.name}
      disabled={props.disabled}
    >
      <Radix.Trigger
        ref={anchor}
        {...wiring}
        aria-label={props["aria-label"]}
        className={cn(
          controlStyle,
          "inline-flex h-8.5 items-center justify-between gap-2 text-left",
          className,
        )}
      >
        <span className="truncate">
          <Radix.Value placeholder={placeholder} />
        </span>
        <ChevronDown aria-hidden="true" className="size-4 shrink-0 text-ink-3" />
      </Radix.Trigger>
      {landmark ? (
        <Radix.Portal container={landmark}>
          <Radix.Content
            position="popper"
            sideOffset={4}
            className="z-50 max-h-[min(20rem,var(--radix-select-content-available-height))] min-w-(--radix-select-trigger-width) animate-enter overflow-hidden rounded-md border border-line bg-surface p-1 shadow-pop"
          >
            <Radix.Viewport>
              {options.map((option) => (
                <Radix.Item
                  key={option.value}
                  value={option.value}
                  disabled={option.disabled}
                  className="flex h-8 pointer-coarse:h-10 cursor-default select-none items-center gap-2 rounded-sm pr-3 pl-7 text-sm outline-none data-disabled:text-ink-3 data-highlighted:bg-sunk"
                >
                  <Radix.ItemIndicator className="absolute left-2.5">
                    <Check aria-hidden="true" className="size-3.5 text-signal-ink" />
                  </Radix.ItemIndicator>
                  <Radix.ItemText>{option.label}</Radix.ItemText>
                </Radix.Item>
              ))}
            </Radix.Viewport>
          </Radix.Content>
        </Radix.Portal>
      ) : null}
    </Radix.Root>
  );
}
