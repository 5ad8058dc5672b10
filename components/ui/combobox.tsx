"use client";

import { LoaderCircle } from "lucide-react";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from "react";
import { cn } from "./cn.ts";
import { controlStyle, useFieldWiring } from "./field.tsx";
import { type Suggestion, useSuggestions } from "./use-suggestions.ts";

export type { Suggestion } from "./use-suggestions.ts";

interface ComboboxProps {
  value: string;
  onValueChange: (value: string) => void;
  /** Answers what fits; called a moment after typing stops, aborted when it goes on. */
  load: (query: string, signal: AbortSignal) => Promise<readonly Suggestion[]>;
  /** A suggestion was taken, not typed. */
  onPick?: (suggestion: Suggestion) => void;
  /** Fixed words before what is typed, such as the registry's host. */
  prefix?: ReactNode;
  placeholder?: string;
  name?: string;
  mono?: boolean;
  disabled?: boolean;
  className?: string;
  /** Needed outside a Field. */
  "aria-label"?: string;
}

/** A text field that completes (ARIA combobox, list autocomplete): anything may be typed, suggestions only help. */
export function Combobox({
  value,
  onValueChange,
  load,
  onPick,
  prefix,
  mono = true,
  className,
  ...props
}: ComboboxProps) {
  const t = useTranslations("ui.combobox");
  const wiring = useFieldWiring();
  const listId = useId();
  const list = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const { suggestions, pending } = useSuggestions(load, value, open);
  const shown = open && suggestions.length > 0;

  const pick = (suggestion: Suggestion) => {
    onValueChange(suggestion.value);
    onPick?.(suggestion);
    setOpen(false);
    setActive(-1);
  };
  const move = (next: number) => {
    setActive(next);
    list.current?.children[next]?.scrollIntoView({ block: "nearest" });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const current = suggestions[active];
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open) setOpen(true);
      else if (suggestions.length > 0) {
        const step = event.key === "ArrowDown" ? 1 : -1;
        move((active + step + suggestions.length) % suggestions.length);
      }
    } else if (event.key === "Enter" && shown && current) {
      event.preventDefault();
      pick(current);
    } else if (event.key === "Escape" && shown) {
      // Only the list closes; the dialog around it stays.
      event.preventDefault();
      event.stopPropagation();
      setOpen(false);
    } else if (event.key === "Tab") setOpen(false);
  };

  return (
    <div className={cn("relative", className)}>
      <div
        className={cn(
          controlStyle,
          "flex h-8.5 items-center px-0 focus-within:outline-2 focus-within:outline-signal",
        )}
      >
        {prefix ? (
          <span className="max-w-1/2 shrink-0 truncate pl-2.5 font-mono text-ink-3 text-sm">{prefix}</span>
        ) : null}
        <input
          {...wiring}
          {...props}
          role="combobox"
          aria-expanded={shown}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={shown && active >= 0 ? `${listId}-${active}` : undefined}
          autoComplete="off"
          spellCheck={false}
          value={value}
          onChange={(event) => {
            onValueChange(event.target.value);
            setOpen(true);
            setActive(-1);
          }}
          onFocus={() => setOpen(true)}
          onBlur={() => setOpen(false)}
          onKeyDown={onKeyDown}
          className={cn(
            "h-full min-w-0 flex-1 bg-transparent px-2.5 outline-none placeholder:text-ink-3",
            prefix && "pl-0.5",
            mono && "font-mono",
          )}
        />
        {pending ? (
          <LoaderCircle aria-hidden="true" className="mr-2.5 size-4 animate-spin text-ink-3" />
        ) : null}
      </div>
      <div
        ref={list}
        id={listId}
        role="listbox"
        aria-label={t("suggestions")}
        hidden={!shown}
        className="absolute inset-x-0 top-full z-50 mt-1 max-h-64 overflow-y-auto rounded-md border border-line bg-surface p-1 shadow-pop"
      >
        {suggestions.map((suggestion, position) => (
          // biome-ignore lint/a11y/useFocusableInteractive: focus stays in the input
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard drives the list from the input (aria-activedescendant)
          <div
            key={suggestion.value}
            id={`${listId}-${position}`}
            role="option"
            aria-selected={position === active}
            // The input would lose focus and close the list before the click arrives.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => pick(suggestion)}
            onMouseEnter={() => setActive(position)}
            className={cn(
              "flex cursor-default items-baseline justify-between gap-3 rounded-sm px-2 py-1.5 pointer-coarse:py-2.5 text-sm",
              position === active && "bg-sunk",
            )}
          >
            <span className={cn("truncate", mono && "font-mono")}>
              {suggestion.label ?? suggestion.value}
            </span>
            {suggestion.hint ? <span className="shrink-0 text-ink-3 text-xs">{suggestion.hint}</span> : null}
          </div>
        ))}
      </div>
      <span role="status" className="sr-only">
        {shown ? t("count", { count: suggestions.length }) : ""}
      </span>
    </div>
  );
}
