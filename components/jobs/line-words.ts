import { useLocale, useTranslations } from "next-intl";
import { formatBytes, formatDuration } from "#lib/format.ts";
import type { JobLine } from "#lib/jobs/lines.ts";

/** Chosen at run time; `lib/i18n` guarantees that each line has words. */
type LooseTranslator = (line: JobLine["line"], values: Record<string, string | number>) => string;

/** The words for what Longshore says in a job's log. */
export function useLineWords(): (said: JobLine) => string {
  const t = useTranslations("jobs.line") as unknown as LooseTranslator;
  const locale = useLocale();
  return (said) =>
    t(said.line, {
      ...said,
      platform: ("platform" in said && said.platform) || "none",
      size: "bytes" in said ? formatBytes(said.bytes, locale) : "none",
      time: "seconds" in said ? formatDuration(said.seconds * 1000, locale) : "none",
    });
}
