"use client";

import { useLocale, useTranslations } from "next-intl";
import { formatCount } from "#lib/format.ts";

interface SpokenProps {
  /** What a filter left; null while nothing is filtered or the answer is on its way. */
  found: { count: number; more: boolean } | null;
  selected: number;
}

/** What eyes see in the rows: how many match, how many are selected. */
export function Spoken({ found, selected }: SpokenProps) {
  const t = useTranslations("ui.list");
  const locale = useLocale();
  const counted = (count: number) => ({ count, words: formatCount(count, locale) });
  return (
    <>
      <p role="status" className="sr-only">
        {found ? t(found.more ? "foundMore" : "found", counted(found.count)) : ""}
      </p>
      <p role="status" className="sr-only">
        {selected > 0 ? t("selected", counted(selected)) : ""}
      </p>
    </>
  );
}
