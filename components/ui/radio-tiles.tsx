"use client";

import type { ReactNode } from "react";
import { cn } from "./cn.ts";

export interface RadioTile<V extends string = string> {
  value: V;
  label: ReactNode;
  hint?: ReactNode;
  icon?: ReactNode;
  disabled?: boolean;
}

interface RadioTilesProps<V extends string> {
  name: string;
  legend: ReactNode;
  value: V;
  onValueChange: (value: V) => void;
  tiles: readonly RadioTile<V>[];
  /** Shows the legend; otherwise only screen readers meet it. */
  showLegend?: boolean;
  className?: string;
}

/** One of a few, all visible: native radios, so arrows, forms and labels behave. */
export function RadioTiles<V extends string>({
  name,
  legend,
  value,
  onValueChange,
  tiles,
  showLegend,
  className,
}: RadioTilesProps<V>) {
  return (
    <fieldset className="min-w-0">
      <legend className={showLegend ? "mb-1.5 font-medium text-sm" : "sr-only"}>{legend}</legend>
      <div className={cn("grid grid-cols-[repeat(auto-fill,minmax(7.5rem,1fr))] gap-2", className)}>
        {tiles.map((tile) => (
          <label
            key={tile.value}
            className="relative flex min-h-11 flex-col items-center justify-center gap-0.5 rounded-md border border-line-strong bg-surface px-3 py-2 text-center font-medium text-sm transition-colors hover:border-control has-checked:border-signal has-checked:shadow-[inset_0_0_0_1px_var(--signal)] has-focus-visible:outline-2 has-focus-visible:outline-signal has-focus-visible:outline-offset-2 has-disabled:cursor-not-allowed has-disabled:bg-sunk has-disabled:text-ink-3"
          >
            <input
              type="radio"
              name={name}
              value={tile.value}
              checked={tile.value === value}
              disabled={tile.disabled}
              onChange={() => onValueChange(tile.value)}
              className="absolute inset-0 size-full appearance-none rounded-md outline-none"
            />
            {tile.icon}
            <span>{tile.label}</span>
            {tile.hint ? (
              <span className="text-balance font-normal text-ink-3 text-xs">{tile.hint}</span>
            ) : null}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

interface SegmentedProps<V extends string> {
  name: string;
  label: string;
  value: V;
  onValueChange: (value: V) => void;
  options: readonly { value: V; label: ReactNode }[];
  className?: string;
}

/** Two to four ways of looking at the same thing. */
export function SegmentedControl<V extends string>({
  name,
  label,
  value,
  onValueChange,
  options,
  className,
}: SegmentedProps<V>) {
  return (
    <div
      role="radiogroup"
      aria-label={label}
      className={cn("inline-flex w-fit rounded-md border border-line-strong bg-sunk p-0.5", className)}
    >
      {options.map((option) => (
        <label
          key={option.value}
          className="relative inline-flex h-6.5 pointer-coarse:h-10 items-center justify-center gap-1.5 rounded-[5px] px-2.5 font-medium text-ink-2 text-xs has-checked:bg-surface has-checked:text-ink has-checked:shadow-[0_0_0_1px_var(--line-strong)] has-focus-visible:outline-2 has-focus-visible:outline-signal [&_svg]:size-3.5"
        >
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onValueChange(option.value)}
            className="absolute inset-0 appearance-none outline-none"
          />
          {option.label}
        </label>
      ))}
    </div>
  );
}
