import { useLocale, useTranslations } from "next-intl";
import { Bytes } from "#components/ui/bytes.tsx";
import { Section } from "#components/ui/section.tsx";
import { formatBytes } from "#lib/format.ts";
import type { StorageDayRow } from "#lib/services/storage/index.ts";
import { SmallTable } from "../small-table.tsx";

const dayMs = 86_400_000;

/** Stored bytes from day to day, from zero, so that the line is as steep as the growth. */
export function Growth({ days }: { days: readonly StorageDayRow[] }) {
  const t = useTranslations("storage.growth");
  const locale = useLocale();
  const first = days[0];
  const last = days.at(-1);
  if (first === undefined || last === undefined || first === last) {
    return (
      <Section title={t("title")}>
        <p className="text-ink-2 text-sm">{t("one")}</p>
      </Section>
    );
  }
  const most = Math.max(1, ...days.map(({ bytes }) => bytes));
  const begin = Date.parse(first.day);
  const span = Math.max(dayMs, Date.parse(last.day) - begin);
  const points = days.map(
    ({ day, bytes }) => `${((Date.parse(day) - begin) / span) * 100},${100 - (bytes / most) * 92}`,
  );
  const label = t("label", {
    from: formatBytes(first.bytes, locale),
    first: first.day,
    to: formatBytes(last.bytes, locale),
    last: last.day,
  });
  return (
    <Section title={t("title")}>
      <figure className="flex flex-col gap-1">
        <svg
          role="img"
          aria-label={label}
          viewBox="0 0 100 100"
          preserveAspectRatio="none"
          className="h-36 w-full border-line border-b"
        >
          <polygon points={`0,100 ${points.join(" ")} 100,100`} className="fill-chart-3/20" />
          <polyline
            points={points.join(" ")}
            fill="none"
            vectorEffect="non-scaling-stroke"
            className="stroke-[1.5px] stroke-chart-1"
          />
        </svg>
        <figcaption aria-hidden="true" className="flex justify-between text-ink-3 text-xs tabular-nums">
          <span>
            {first.day} · {formatBytes(first.bytes, locale)}
          </span>
          <span>
            {last.day} · {formatBytes(last.bytes, locale)}
          </span>
        </figcaption>
      </figure>
      <details className="text-sm">
        <summary className="w-fit cursor-pointer rounded-sm text-ink-2 text-xs pointer-coarse:py-2">
          {t("table")}
        </summary>
        <SmallTable
          columns={[
            { header: t("day"), cell: ({ day }) => <span className="tabular-nums">{day}</span> },
            { header: t("bytes"), figure: true, cell: ({ bytes }) => <Bytes value={bytes} /> },
          ]}
          rows={days.toReversed()}
          rowKey={({ day }) => day}
        />
      </details>
    </Section>
  );
}
