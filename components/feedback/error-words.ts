import { useFormatter, useLocale, useTranslations } from "next-intl";
import type { ErrorDto } from "#lib/errors.ts";
import { formatBytes } from "#lib/format.ts";

/** Chosen at run time by code and reason, which `lib/i18n` guarantees to have words; so keys are plain strings here. */
interface LooseTranslator {
  (key: string, values?: Record<string, string | number>): string;
  has(key: string): boolean;
}

const unnamedParams = ["host", "endpoint", "tokenHost", "name"] as const;

export interface ErrorWords {
  /** What happened. */
  title: string;
  /** What to do. */
  help: string;
}

/** A space sets a Latin name off from Chinese; the words that stand in for a missing name need none. */
const closeUp = (text: string) => text.replace(/(?<=\p{Script=Han}) (?=\p{Script=Han})/gu, "");

/** The words for an error: those of its reason before those of its code. Works in server and client components. */
export function useErrorWords(): (error: ErrorDto) => ErrorWords {
  const t = useTranslations("errors") as unknown as LooseTranslator;
  const format = useFormatter();
  const locale = useLocale();
  const shown = { dateStyle: "medium", timeStyle: "short", hourCycle: "h23" } as const;
  return (error) => {
    const byReason = `reason.${error.reason}`;
    const path = error.reason && t.has(`${byReason}.title`) ? byReason : `code.${error.code}`;
    // A sentence must read well whatever its error happened to name.
    const unnamed = Object.fromEntries(unnamedParams.map((name) => [name, t(`unnamed.${name}`)]));
    const { until, limit } = error.params ?? {};
    const values = {
      ...unnamed,
      seconds: 0,
      ...error.params,
      request: error.requestId ?? "none",
      until: typeof until === "number" ? format.dateTime(until, shown) : "none",
      limit: typeof limit === "number" ? formatBytes(limit, locale) : "none",
    };
    return { title: closeUp(t(`${path}.title`, values)), help: closeUp(t(`${path}.help`, values)) };
  };
}
