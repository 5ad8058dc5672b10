import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { PageHeader } from "#components/layout/page-header.tsx";
import { Button } from "#components/ui/button.tsx";
import { Time } from "#components/ui/time.tsx";
import { formatBytes, formatBytesExact, formatNumber } from "#lib/format.ts";
import type { StorageView } from "#lib/services/storage/index.ts";
import { registryHref } from "../../hrefs.ts";
import { strong } from "../strong.tsx";
import { storageHref } from "./parts.ts";

/** What it is about, how much it is, and how old that is. */
export function StorageHeader({ view }: { view: StorageView }) {
  const t = useTranslations("storage");
  const locale = useLocale();
  const { registry, namespace, totals, measuring } = view;
  const bytes = namespace?.bytes ?? totals?.bytes ?? 0;
  const count = (value: number) => ({ count: value, words: formatNumber(value, locale), ...strong });
  return (
    <PageHeader
      over={
        <Link href={registryHref(registry.id)} className="hover:underline">
          {registry.name}
        </Link>
      }
      title={
        namespace
          ? t("titleOf", { name: registry.name, namespace: namespace.name || t("root") })
          : t("title", { name: registry.name })
      }
      meta={
        totals ? (
          <>
            <span title={formatBytesExact(bytes, locale)}>
              {t.rich("facts.bytes", { size: formatBytes(bytes, locale), ...strong })}
            </span>
            {namespace ? null : (
              <>
                <span>{t.rich("facts.blobs", count(totals.blobs))}</span>
                <span>{t.rich("facts.tags", count(totals.tags))}</span>
              </>
            )}
            <span className="text-ink-3">
              {measuring
                ? t("measuring")
                : t.rich("measured", { when: () => <Time value={totals.measuredAt} /> })}
            </span>
          </>
        ) : null
      }
      actions={
        namespace ? (
          <Button asChild>
            <Link href={storageHref(registry.id)}>{t("back")}</Link>
          </Button>
        ) : null
      }
    />
  );
}
