"use client";

import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { bodyCell, headCell, rowLine, Section } from "#components/ui/section.tsx";
import { formatNumber } from "#lib/format.ts";
import type { QueueDto, WorkersView } from "#lib/services/jobs/types.ts";
import { useWorkers } from "./use-workers.ts";

const columns = ["queued", "running", "paused", "failed"] as const;

/** How many jobs of each kind wait, run, are paused and failed within a day; each leads to those jobs. */
export function Queue({ initial }: { initial: WorkersView }) {
  const t = useTranslations("jobs");
  const { queue } = useWorkers(initial);
  return (
    <Section title={t("queue.title")}>
      <table className="w-full border-collapse">
        <thead>
          <tr className={rowLine}>
            <th scope="col" className={`${headCell} pl-0`}>
              {t("list.columns.kind")}
            </th>
            {columns.map((column) => (
              <th key={column} scope="col" className={`${headCell} text-right last:pr-0 max-sm:px-1.5`}>
                {column === "failed" ? t("queue.failed") : t(`state.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {queue.map((row) => (
            <tr key={row.kind} className={rowLine}>
              <th scope="row" className={`${bodyCell} pl-0 text-left font-normal`}>
                {t(`kind.${row.kind}`)}
              </th>
              {columns.map((column) => (
                <td key={column} className={`${bodyCell} text-right tabular-nums last:pr-0`}>
                  <Amount row={row} column={column} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}

function Amount({ row, column }: { row: QueueDto; column: (typeof columns)[number] }) {
  const t = useTranslations("jobs");
  const locale = useLocale();
  const amount = row[column];
  if (amount === 0) return <span className="text-ink-3">0</span>;
  const query = new URLSearchParams({ state: column === "failed" ? "failed" : "active", kind: row.kind });
  return (
    <Link
      href={`/jobs?${query}`}
      prefetch={false}
      aria-label={t("queue.open", {
        count: amount,
        kind: t(`kind.${row.kind}`),
        state: t(`state.${column}`),
      })}
      className={`thumb -mx-1 relative rounded-sm px-1 font-medium hover:underline ${column === "failed" ? "text-danger" : "text-ink"}`}
    >
      {formatNumber(amount, locale)}
    </Link>
  );
}
