"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Time } from "../ui/time.tsx";

interface FreshnessProps {
  /** When the index was last complete; null: never. */
  indexedAt: string | Date | null;
  /** An index run is under way. */
  indexing?: boolean;
  onRefresh?: (() => void) | undefined;
  /** Said beside it where there is room. */
  aside?: ReactNode;
}

/** Every list says how old it is. */
export function Freshness({ indexedAt, indexing = false, onRefresh, aside }: FreshnessProps) {
  const t = useTranslations("ui.list");
  return (
    <p className="flex items-center gap-2.5 text-ink-3 text-xs">
      {/* The age is no news: announced, it would be read out every few seconds. */}
      <span role="status" className="empty:sr-only">
        {indexing ? t("indexing") : null}
      </span>
      {indexing ? null : (
        <span>
          {indexedAt === null
            ? t("neverIndexed")
            : t.rich("indexed", { when: () => <Time value={indexedAt} short /> })}
        </span>
      )}
      {onRefresh && !indexing ? (
        <button
          type="button"
          onClick={onRefresh}
          className="thumb relative rounded-sm font-semibold text-signal-ink underline-offset-4 hover:underline"
        >
          {t("refresh")}
        </button>
      ) : null}
      {aside ? <span className="ml-auto max-xl:hidden">{aside}</span> : null}
    </p>
  );
}
