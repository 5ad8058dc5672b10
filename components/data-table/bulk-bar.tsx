"use client";

import { useLocale, useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { formatCount } from "#lib/format.ts";
import { Button } from "../ui/button.tsx";

interface BulkBarProps {
  /** Rows selected. */
  count: number;
  /** Rows that match, when more of them do than are loaded and they can all be had. */
  matching: number | null;
  /** Loads what matches and selects it: a step of its own, never a consequence of "select all". */
  onSelectMatching: () => Promise<unknown>;
  onClear: () => void;
  children: ReactNode;
}

/** What can be done with the selected rows; it stays at the foot of the window. */
export function BulkBar({ count, matching, onSelectMatching, onClear, children }: BulkBarProps) {
  const t = useTranslations("ui.list");
  const locale = useLocale();
  const [loading, setLoading] = useState(false);
  const selectMatching = async () => {
    setLoading(true);
    await onSelectMatching().finally(() => setLoading(false));
  };
  return (
    <div className="sticky bottom-0 z-10 mt-auto flex min-h-12 flex-wrap items-center gap-2 border-line border-t bg-paper py-2 text-sm">
      <span className="font-medium">{t("selected", { count, words: formatCount(count, locale) })}</span>
      {matching === null ? null : (
        <Button size="sm" pending={loading} onClick={() => void selectMatching()}>
          {t("selectMatching", { words: formatCount(matching, locale) })}
        </Button>
      )}
      <Button size="sm" variant="ghost" onClick={onClear}>
        {t("clearSelection")}
      </Button>
      <div className="ml-auto flex flex-wrap gap-2">{children}</div>
    </div>
  );
}
