import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { Bytes } from "#components/ui/bytes.tsx";
import { ForeignText } from "#components/ui/foreign-text.tsx";
import { formatNumber } from "#lib/format.ts";
import type { StorageView } from "#lib/services/storage/index.ts";
import { repositoryHref } from "../../hrefs.ts";
import { bodyCell, headCell, rowLine, Section } from "../tag/section.tsx";
import { storageHref } from "./parts.ts";

/** More than this many are never asked for. */
const most = 200;

/** The picture's figures: who holds what alone, and what together with others. */
export function ShareTable({ view: { registry, namespace, shares } }: { view: StorageView }) {
  const t = useTranslations("storage");
  const locale = useLocale();
  const number = `${headCell} text-right`;
  const href = (name: string) =>
    namespace === null ? storageHref(registry.id, name) : repositoryHref(registry.id, name);
  return (
    <Section title={namespace === null ? t("table.title") : t("table.titleOf")}>
      <table className="w-full border-collapse">
        <thead>
          <tr className={rowLine}>
            <th scope="col" className={`${headCell} pl-0`}>
              {namespace === null ? t("table.namespace") : t("table.repository")}
            </th>
            <th scope="col" className={number} title={t("table.aloneHint")}>
              {t("table.alone")}
            </th>
            <th scope="col" className={number} title={t("table.sharedHint")}>
              {t("table.shared")}
            </th>
            <th scope="col" className={`${number} max-sm:hidden`}>
              {t("table.holds")}
            </th>
            <th scope="col" className={`${number} pr-0 max-sm:hidden`}>
              {namespace === null ? t("table.repositories") : t("table.tags")}
            </th>
          </tr>
        </thead>
        <tbody>
          {shares.map(({ name, bytes, ownBytes, count }) => (
            <tr key={name} className={rowLine}>
              <th scope="row" className={`${bodyCell} pl-0 text-left font-normal`}>
                <Link
                  href={href(name)}
                  prefetch={false}
                  className="inline-block min-w-6 rounded-sm font-mono text-ink text-xs [overflow-wrap:anywhere] pointer-coarse:py-2 hover:underline"
                >
                  {name === "" ? <span className="font-sans">{t("root")}</span> : <ForeignText text={name} />}
                </Link>
              </th>
              <td className={`${bodyCell} whitespace-nowrap text-right`}>
                <Bytes value={ownBytes} className="font-medium text-ink" />
              </td>
              <td className={`${bodyCell} whitespace-nowrap text-right`}>
                <Bytes value={Math.max(0, bytes - ownBytes)} />
              </td>
              <td className={`${bodyCell} whitespace-nowrap text-right max-sm:hidden`}>
                <Bytes value={bytes} />
              </td>
              <td className={`${bodyCell} pr-0 text-right tabular-nums max-sm:hidden`}>
                {formatNumber(count, locale)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {shares.length >= most ? (
        <p className="text-ink-3 text-xs">{t("table.largest", { count: formatNumber(most, locale) })}</p>
      ) : null}
    </Section>
  );
}
