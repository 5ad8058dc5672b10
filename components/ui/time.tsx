"use client";

import { useLocale, useTimeZone, useTranslations } from "next-intl";
import { createContext, useContext } from "react";
import { formatDate, formatDateTime, formatRelativeTime, knownDate } from "#lib/format.ts";
import { useClock } from "./clock.ts";

/** How times read where nothing else is said: a table's reader may prefer the dates themselves. */
export const TimeStyle = createContext<"relative" | "absolute">("relative");

interface TimeProps {
  /** When something happened: ISO string or Date; null, epoch zero and rubbish read "unknown" (or `fallback`). */
  value: Date | string | number | null | undefined;
  /** "relative" with the absolute time on hover, or the other way round. */
  show?: "relative" | "absolute";
  short?: boolean;
  /** What happened then, said before the other form on hover. */
  note?: string | undefined;
  fallback?: string;
  className?: string;
}

export function Time({ value, show: wanted, short = false, note, fallback, className }: TimeProps) {
  const t = useTranslations("common");
  const locale = useLocale();
  const timeZone = useTimeZone();
  const now = useClock();
  const style = useContext(TimeStyle);
  const show = wanted ?? style;
  const date = knownDate(value);
  if (!date) return <span className={className}>{fallback ?? t("unknown")}</span>;
  const absolute = formatDateTime(date, locale, timeZone);
  // What lies ahead is a mistake of whoever dated it: the day says that, in as little room.
  const relative =
    formatRelativeTime(date, now, locale, short ? "narrow" : "long") ?? formatDate(date, locale, timeZone);
  const other = show === "relative" ? absolute : relative;
  return (
    <time
      dateTime={date.toISOString()}
      title={note === undefined ? other : `${note}\n${other}`}
      className={className}
    >
      {show === "relative" ? relative : absolute}
    </time>
  );
}
