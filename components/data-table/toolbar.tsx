"use client";

import { Search, X } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode, RefObject } from "react";
import { cn } from "../ui/cn.ts";
import { controlStyle } from "../ui/field.tsx";
import { IconButton } from "../ui/icon-button.tsx";
import { Kbd } from "../ui/kbd.tsx";
import { DisplayMenu, type DisplayMenuProps } from "./display-menu.tsx";
import { FilterMenu } from "./filter-menu.tsx";
import type { DataFilter } from "./types.ts";

interface ToolbarProps {
  filterRef: RefObject<HTMLInputElement | null>;
  typed: string;
  onType: (text: string) => void;
  /** To the first row. */
  onLeave: () => void;
  searchLabel: string;
  /** What can be typed, where that is more than a name. */
  searchHint: string | undefined;
  filters: readonly DataFilter[];
  values: Readonly<Record<string, string>>;
  onFilter: (param: string, value: string | null) => void;
  display: DisplayMenuProps;
  /** How old the list is. */
  freshness: ReactNode;
  children?: ReactNode;
}

export function Toolbar(props: ToolbarProps) {
  const { filterRef, typed, onType, onLeave, searchLabel, searchHint } = props;
  const { filters, values, onFilter, display, freshness } = props;
  const t = useTranslations("ui.list");
  return (
    <div className="flex flex-wrap items-center gap-2 py-2">
      <div className="relative w-full sm:w-70">
        <Search
          aria-hidden="true"
          className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-ink-3"
        />
        <input
          ref={filterRef}
          type="search"
          value={typed}
          onChange={(event) => onType(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Escape" && typed === "") event.currentTarget.blur();
            // An input method confirms its candidates with Enter.
            if ((event.key !== "Enter" && event.key !== "ArrowDown") || event.nativeEvent.isComposing) return;
            event.preventDefault();
            onLeave();
          }}
          aria-label={searchLabel}
          placeholder={searchHint ?? searchLabel}
          spellCheck={false}
          className={cn(
            controlStyle,
            "peer h-8 pr-8 pl-8.5 max-sm:h-10 [&::-webkit-search-cancel-button]:hidden",
          )}
        />
        {typed ? (
          <IconButton
            label={t("clearFilter")}
            size="sm"
            tip="none"
            onClick={() => {
              onType("");
              filterRef.current?.focus();
            }}
            className="absolute top-1/2 right-0.5 -translate-y-1/2"
          >
            <X />
          </IconButton>
        ) : (
          <Kbd className="pointer-events-none absolute top-1/2 right-2 -translate-y-1/2 peer-focus:hidden max-sm:hidden">
            /
          </Kbd>
        )}
      </div>
      {filters.map((filter) => (
        <FilterMenu
          key={filter.param}
          filter={filter}
          value={values[filter.param]}
          onChange={(value) => onFilter(filter.param, value)}
        />
      ))}
      {props.children}
      <div className="ml-auto flex flex-wrap items-center gap-x-4 max-sm:ml-0 max-sm:w-full max-sm:justify-between">
        {freshness}
        <DisplayMenu {...display} />
      </div>
    </div>
  );
}
