import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { Bytes } from "#components/ui/bytes.tsx";
import { ForeignText } from "#components/ui/foreign-text.tsx";
import { Section } from "#components/ui/section.tsx";
import { formatNumber } from "#lib/format.ts";
import type { StorageView } from "#lib/services/storage/index.ts";
import { repositoryHref } from "../../hrefs.ts";
import { SmallTable } from "../small-table.tsx";
import { storageHref } from "./parts.ts";

/** More than this many are never asked for. */
const most = 200;

/** The picture's figures: who holds what alone, and what together with others. */
export function ShareTable({ view: { registry, namespace, shares } }: { view: StorageView }) {
  const t = useTranslations("storage");
  const locale = useLocale();
  const href = (name: string) =>
    namespace === null ? storageHref(registry.id, name) : repositoryHref(registry.id, name);
  return (
    <Section title={namespace === null ? t("table.title") : t("table.titleOf")}>
      <SmallTable
        columns={[
          {
            header: namespace === null ? t("table.namespace") : t("table.repository"),
            names: true,
            cell: ({ name }) => (
              <Link
                href={href(name)}
                prefetch={false}
                className="inline-block min-w-6 rounded-sm font-mono text-ink text-xs [overflow-wrap:anywhere] pointer-coarse:py-2 hover:underline"
              >
                {name === "" ? <span className="font-sans">{t("root")}</span> : <ForeignText text={name} />}
              </Link>
            ),
          },
          {
            header: t("table.alone"),
            hint: t("table.aloneHint"),
            figure: true,
            cell: ({ ownBytes }) => <Bytes value={ownBytes} className="font-medium text-ink" />,
          },
          {
            header: t("table.shared"),
            hint: t("table.sharedHint"),
            figure: true,
            cell: ({ bytes, ownBytes }) => <Bytes value={Math.max(0, bytes - ownBytes)} />,
          },
          {
            header: t("table.holds"),
            figure: true,
            wide: true,
            cell: ({ bytes }) => <Bytes value={bytes} />,
          },
          {
            header: namespace === null ? t("table.repositories") : t("table.tags"),
            figure: true,
            wide: true,
            cell: ({ count }) => formatNumber(count, locale),
          },
        ]}
        rows={shares}
        rowKey={({ name }) => name}
      />
      {shares.length >= most ? (
        <p className="text-ink-3 text-xs">{t("table.largest", { count: formatNumber(most, locale) })}</p>
      ) : null}
    </Section>
  );
}
