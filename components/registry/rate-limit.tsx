import { useLocale, useTranslations } from "next-intl";
import { formatCount, formatDuration } from "#lib/format.ts";
import type { RegistrySummary } from "#lib/services/registries/index.ts";
import { strong } from "./strong.tsx";

type Limit = NonNullable<RegistrySummary["notices"]["rateLimit"]>;

/** Few are left: a tenth of what is allowed. */
export function isNearLimit({ notices: { rateLimit } }: RegistrySummary): boolean {
  const { limit, remaining } = rateLimit ?? {};
  return remaining !== undefined && remaining <= (limit ?? 0) / 10;
}

/** "62 of 100 pulls left, counted over 6 hr": as the registry last said. */
export function RateLimit({ limit: { limit, remaining, window } }: { limit: Limit }) {
  const t = useTranslations("registries.rateLimit");
  const locale = useLocale();
  if (remaining === undefined) return null;
  const values = {
    left: formatCount(remaining, locale, Number.POSITIVE_INFINITY),
    limit: limit === undefined ? "none" : formatCount(limit, locale, Number.POSITIVE_INFINITY),
    // Who names a window counts pulls (Docker Hub's form); everybody else counts requests.
    what: window === undefined ? "requests" : "pulls",
    window: window === undefined ? "none" : formatDuration(window * 1000, locale),
  };
  return <span>{t.rich("left", { ...values, ...strong })}</span>;
}
