import { useLocale, useTranslations } from "next-intl";
import { Section } from "#components/ui/section.tsx";
import { formatBytes, formatNumber } from "#lib/format.ts";
import type { StorageView } from "#lib/services/storage/index.ts";
import { strong } from "../strong.tsx";

/** Manifests no tag leads to any more, as far as the index has seen them. */
export function Untagged({ totals }: { totals: NonNullable<StorageView["totals"]> }) {
  const t = useTranslations("storage.untagged");
  const locale = useLocale();
  const { untaggedManifests: count, untaggedBytes } = totals;
  return (
    <Section title={t("title")}>
      <p className="max-w-[60ch] text-ink-2 text-sm">
        {count === 0
          ? t("none")
          : t.rich("some", {
              count,
              words: formatNumber(count, locale),
              size: formatBytes(untaggedBytes, locale),
              ...strong,
            })}
      </p>
      {count === 0 ? null : <p className="max-w-[60ch] text-ink-3 text-xs">{t("help")}</p>}
    </Section>
  );
}
