import { useLocale, useTranslations } from "next-intl";
import { Time } from "#components/ui/time.tsx";
import { formatCount } from "#lib/format.ts";
import type { PullHistory } from "#lib/services/notifications/index.ts";
import { strong } from "../strong.tsx";

const barWidth = 3;
const gap = 1;
const height = 16;

/** Pulls of the last thirty days as a row of bars; behind it, the numbers. */
export function Pulls({ pulls }: { pulls: PullHistory }) {
  const t = useTranslations("activity.pulls");
  const locale = useLocale();
  const { days, lastPulledAt } = pulls;
  const total = days.reduce((sum, day) => sum + day.pulls, 0);
  const most = Math.max(1, ...days.map((day) => day.pulls));
  return (
    <>
      <button
        type="button"
        popoverTarget="pulls"
        title={t("show")}
        className="inline-flex items-center gap-2 rounded-sm pointer-coarse:py-2 hover:text-ink"
      >
        <svg
          aria-hidden="true"
          width={days.length * (barWidth + gap)}
          height={height}
          className="shrink-0 fill-ink-3"
        >
          {days.map(({ day, pulls: count }, index) => {
            // A day without a pull leaves a trace, so that the row reads as thirty days.
            const bar = count === 0 ? 1 : Math.max(2, Math.round((count / most) * height));
            return (
              <rect
                key={day}
                x={index * (barWidth + gap)}
                y={height - bar}
                width={barWidth}
                height={bar}
                className={count > 0 ? "fill-signal" : undefined}
              />
            );
          })}
        </svg>
        <span>{t.rich("summary", { count: total, words: formatCount(total, locale), ...strong })}</span>
      </button>
      <span>
        {t.rich("last", { when: () => <Time value={lastPulledAt} className="font-semibold text-ink" /> })}
      </span>
      <div
        id="pulls"
        popover="auto"
        className="m-auto max-h-[80dvh] w-72 overflow-y-auto rounded-lg border border-line bg-surface p-4 text-ink shadow-lg"
      >
        <table className="w-full text-sm tabular-nums">
          <caption className="pb-2 text-left font-semibold">{t("show")}</caption>
          <thead>
            <tr className="text-ink-3 text-xs">
              <th scope="col" className="py-1 text-left font-normal">
                {t("day")}
              </th>
              <th scope="col" className="py-1 text-right font-normal">
                {t("count")}
              </th>
            </tr>
          </thead>
          <tbody>
            {days.toReversed().map(({ day, pulls: count }) => (
              <tr key={day} className="border-line border-t">
                <th scope="row" className="py-1 text-left font-mono font-normal text-xs">
                  {day}
                </th>
                <td className="py-1 text-right">{formatCount(count, locale)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <button
          type="button"
          popoverTarget="pulls"
          popoverTargetAction="hide"
          className="mt-3 h-8 w-full rounded-md border border-line-strong pointer-coarse:h-11 text-sm"
        >
          {t("close")}
        </button>
      </div>
    </>
  );
}
