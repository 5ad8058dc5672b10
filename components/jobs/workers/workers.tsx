"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { ForeignText } from "#components/ui/foreign-text.tsx";
import { bodyCell, headCell, rowLine, Section } from "#components/ui/section.tsx";
import { StatusDot } from "#components/ui/status-dot.tsx";
import { Time } from "#components/ui/time.tsx";
import type { WorkerDto, WorkersView } from "#lib/services/jobs/types.ts";
import { jobHref } from "../../hrefs.ts";
import { useWorkers } from "./use-workers.ts";

/** The processes that run jobs, and what each of them runs. */
export function Workers({ initial }: { initial: WorkersView }) {
  const t = useTranslations("jobs.workers");
  const { workers } = useWorkers(initial);
  if (workers.length === 0) {
    return (
      <Section title={t("title")}>
        <p className="text-ink-2 text-sm">{t("none")}</p>
      </Section>
    );
  }
  return (
    <Section title={t("title")}>
      <table className="w-full border-collapse">
        <thead className="max-sm:sr-only">
          <tr className={rowLine}>
            <th scope="col" className={`${headCell} w-60 pl-0`}>
              {t("columns.worker")}
            </th>
            <th scope="col" className={headCell}>
              {t("columns.jobs")}
            </th>
            <th scope="col" className={`${headCell} max-sm:hidden`}>
              {t("columns.since")}
            </th>
            <th scope="col" className={`${headCell} pr-0 max-sm:hidden`}>
              {t("columns.heartbeat")}
            </th>
          </tr>
        </thead>
        <tbody>
          {workers.map((worker) => (
            <WorkerRow key={worker.id} worker={worker} />
          ))}
        </tbody>
      </table>
    </Section>
  );
}

function WorkerRow({ worker: { host, pid, startedAt, heartbeatAt, silent, jobs } }: { worker: WorkerDto }) {
  const t = useTranslations("jobs");
  return (
    <tr className={`${rowLine} align-top max-sm:block max-sm:py-2.5`}>
      <th
        scope="row"
        className={`${bodyCell} py-2 pl-0 text-left font-normal max-sm:block max-sm:h-auto max-sm:p-0`}
      >
        <span className="flex gap-2">
          <StatusDot
            status={silent ? "error" : "ok"}
            label={silent ? t("workers.silent") : t("workers.alive")}
            className="mt-1.5 self-start"
          />
          <span className="flex min-w-0 flex-col">
            <span className="wrap-anywhere font-medium font-mono text-ink">{host}</span>
            <span className="text-ink-3 text-xs">
              {silent ? <span className="text-danger">{t("workers.silent")} · </span> : null}
              {t("workers.process", { pid: String(pid) })}
            </span>
            <span className="text-ink-3 text-xs sm:hidden">
              {t.rich("workers.phone", {
                since: () => <Time value={startedAt} />,
                beat: () => <Time value={heartbeatAt} />,
              })}
            </span>
          </span>
        </span>
      </th>
      <td className={`${bodyCell} py-2 max-sm:block max-sm:h-auto max-sm:p-0 max-sm:pt-1.5 max-sm:pl-3.5`}>
        {jobs.length === 0 ? (
          <span className="text-ink-3">{t("workers.idle")}</span>
        ) : (
          <ul className="flex flex-col gap-1 pointer-coarse:gap-0">
            {jobs.map(({ id, kind, targetName }) => (
              <li key={id}>
                <Link
                  href={jobHref(id)}
                  prefetch={false}
                  className="wrap-anywhere inline-block rounded-sm pointer-coarse:py-2 hover:underline"
                >
                  <span className="text-ink-3">{t(`kind.${kind}`)} </span>
                  <span className="font-mono text-ink">
                    <ForeignText text={targetName} whole reference />
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        )}
      </td>
      <td className={`${bodyCell} whitespace-nowrap py-2 max-sm:hidden`}>
        <Time value={startedAt} />
      </td>
      <td className={`${bodyCell} whitespace-nowrap py-2 pr-0 max-sm:hidden`}>
        <Time value={heartbeatAt} />
      </td>
    </tr>
  );
}
