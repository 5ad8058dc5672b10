"use client";

import { useTranslations } from "next-intl";
import type { DataHiding } from "./types.ts";

interface HiddenRowsProps {
  hiding: DataHiding;
  /** How many are left out. */
  count: number;
  shown: boolean;
  onChange: (value: string | null) => void;
}

/** Says what a list leaves out, and shows it. */
export function HiddenRows({ hiding, count, shown, onChange }: HiddenRowsProps) {
  const t = useTranslations("ui.list");
  if (!shown && count === 0) return null;
  return (
    <p className="flex flex-wrap items-baseline gap-x-2.5 pb-2 text-ink-3 text-xs tabular-nums">
      <span>{shown ? hiding.shown : hiding.hidden(count)}</span>
      <button
        type="button"
        onClick={() => onChange(shown ? null : "shown")}
        className="thumb relative rounded-sm font-semibold text-signal-ink underline-offset-4 hover:underline"
      >
        {t(shown ? "hideAgain" : "show")}
      </button>
    </p>
  );
}
