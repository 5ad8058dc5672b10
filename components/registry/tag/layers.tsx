import { useLocale, useTranslations } from "next-intl";
import { headCell, rowLine } from "#components/ui/section.tsx";
import { formatBytes } from "#lib/format.ts";
import type { ImageView, PlatformView } from "#lib/services/tags/index.ts";
import { LayerRows } from "./layer-rows.tsx";
import { PlatformChips } from "./platform-chips.tsx";

/** Each line of the build with the layer it made, how large it is, and who else uses it. */
export function Layers({
  image,
  platforms,
}: {
  image: ImageView | null;
  platforms: readonly PlatformView[];
}) {
  const t = useTranslations("tags.layers");
  const locale = useLocale();
  if (!image) return <p className="text-ink-2 text-sm">{t("none")}</p>;
  const layers = image.steps.flatMap(({ layer }) => (layer ? [layer] : []));
  const largest = Math.max(1, ...layers.map(({ bytes }) => bytes));
  const total = layers.reduce((sum, { bytes }) => sum + bytes, 0);
  return (
    <div className="@container/list flex min-w-0 flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-3">
        {platforms.length > 1 ? <PlatformChips platforms={platforms} current={image.digest} /> : null}
        <span className="text-ink-3 text-xs">
          {t("total", { count: layers.length, size: formatBytes(total, locale) })}
        </span>
      </div>
      <table className="w-full table-fixed border-collapse stacked:block">
        <colgroup className="stacked:hidden">
          <col style={{ width: "7rem" }} />
          <col />
          <col style={{ width: "5.5rem" }} />
          <col style={{ width: "16rem" }} />
        </colgroup>
        <thead className="stacked:hidden">
          <tr className={rowLine}>
            <th scope="col" colSpan={2} className={headCell}>
              {t("note")}
            </th>
            <th scope="col" className={`${headCell} text-right`}>
              {t("size")}
            </th>
            <th scope="col" className={headCell}>
              {t("share")}
            </th>
          </tr>
        </thead>
        <tbody className="stacked:block">
          <LayerRows steps={image.steps} largest={largest} total={total} />
        </tbody>
      </table>
    </div>
  );
}
