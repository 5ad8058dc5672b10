"use client";

import { Search } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { type RefObject, useEffect, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { CheckboxField } from "#components/ui/checkbox.tsx";
import { cn } from "#components/ui/cn.ts";
import { controlStyle } from "#components/ui/field.tsx";
import { formatNumber } from "#lib/format.ts";
import { Choice, Choices } from "./choices.tsx";
import type { SearchQuery } from "./query.ts";

export interface NamedRegistry {
  readonly id: string;
  readonly name: string;
}

interface SearchFormProps {
  field: RefObject<HTMLInputElement | null>;
  query: SearchQuery;
  registries: readonly NamedRegistry[];
  onChange: (
    changes: Partial<Record<"q" | "registry" | "official" | "stars" | "kind" | "platform", string | null>>,
  ) => void;
  /** To the first result. */
  onLeave: () => void;
}

const usualStars = [0, 10, 100, 1000];

/** The question and what narrows it. Words are sent when they are complete: registries count searches. */
export function SearchForm({ field, query, registries, onChange, onLeave }: SearchFormProps) {
  const t = useTranslations("search.form");
  const locale = useLocale();
  const [typed, setTyped] = useState(query.text);
  useEffect(() => setTyped(query.text), [query.text]);
  const stars = [...new Set([...usualStars, query.stars])].sort((a, b) => a - b);
  return (
    <search>
      <form
        className="flex flex-col gap-3 pt-3 pb-2"
        onSubmit={(event) => {
          event.preventDefault();
          onChange({ q: typed.trim(), kind: null, platform: null });
        }}
      >
        <div className="flex max-w-2xl gap-2">
          <span className="relative min-w-0 flex-1">
            <Search
              aria-hidden="true"
              className="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-ink-3"
            />
            <input
              ref={field}
              type="search"
              name="q"
              value={typed}
              maxLength={200}
              autoComplete="off"
              spellCheck={false}
              aria-label={t("label")}
              placeholder={t("placeholder")}
              onChange={(event) => setTyped(event.target.value)}
              onKeyDown={(event) => {
                if (event.key === "Escape" && typed === "") event.currentTarget.blur();
                if (event.key !== "ArrowDown" || event.nativeEvent.isComposing) return;
                event.preventDefault();
                onLeave();
              }}
              className={cn(controlStyle, "h-10 pl-9.5")}
            />
          </span>
          <Button type="submit" variant="primary" size="lg">
            {t("submit")}
          </Button>
        </div>
        <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
          <CheckboxField
            label={t("official")}
            checked={query.official}
            onChange={(event) => onChange({ official: event.target.checked ? "true" : null })}
          />
          <Choices label={t("stars")}>
            {stars.map((count) => (
              <Choice
                key={count}
                chosen={query.stars === count}
                onChoose={() => onChange({ stars: count === 0 ? null : `${count}` })}
              >
                {count === 0 ? t("anyStars") : t("atLeast", { count: formatNumber(count, locale) })}
              </Choice>
            ))}
          </Choices>
          {registries.length > 1 ? (
            <Choices label={t("registry")}>
              <Choice chosen={query.registryId === ""} onChoose={() => onChange({ registry: null })}>
                {t("allRegistries")}
              </Choice>
              {registries.map(({ id, name }) => (
                <Choice key={id} chosen={query.registryId === id} onChoose={() => onChange({ registry: id })}>
                  <span className="truncate">{name}</span>
                </Choice>
              ))}
            </Choices>
          ) : null}
        </div>
      </form>
    </search>
  );
}
