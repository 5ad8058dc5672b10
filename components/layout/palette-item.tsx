"use client";

import { Command } from "cmdk";
import { Fragment, type ReactNode } from "react";
import type { FuzzyMatch } from "./fuzzy.ts";

export function Group({ heading, children }: { heading: string; children: readonly ReactNode[] }) {
  if (children.length === 0) return null;
  return (
    <Command.Group
      heading={heading}
      className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-ink-3 [&_[cmdk-group-heading]]:text-xs"
    >
      {children}
    </Command.Group>
  );
}

interface ItemProps {
  /** Unique in the palette. */
  id: string;
  onSelect: () => void;
  hint?: string | undefined;
  children: ReactNode;
}

export function Item({ id, onSelect, hint, children }: ItemProps) {
  return (
    <Command.Item
      value={id}
      onSelect={onSelect}
      className="flex min-h-9 cursor-default select-none items-center gap-2.5 rounded-md px-2.5 text-sm data-[selected=true]:bg-sunk max-sm:min-h-11"
    >
      {children}
      {hint ? <span className="ml-auto max-w-1/2 truncate text-ink-3 text-xs">{hint}</span> : null}
    </Command.Item>
  );
}

/** A text with what was typed in bold. */
export function Marked({ text, ranges }: { text: string; ranges: FuzzyMatch["ranges"] }) {
  let end = 0;
  const parts = ranges.map(([from, to]) => {
    const before = text.slice(end, from);
    end = to;
    return (
      <Fragment key={from}>
        {before}
        <b className="font-semibold text-signal-ink">{text.slice(from, to)}</b>
      </Fragment>
    );
  });
  return (
    <span className="min-w-0 truncate">
      {parts}
      {text.slice(end)}
    </span>
  );
}
