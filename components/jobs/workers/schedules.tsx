"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { getJson } from "#components/data-table/request.ts";
import { useClock } from "#components/ui/clock.ts";
import { ForeignText } from "#components/ui/foreign-text.tsx";
import { bodyCell, headCell, rowLine, Section } from "#components/ui/section.tsx";
import { Time } from "#components/ui/time.tsx";
import { formatDuration } from "#lib/format.ts";
import type { ScheduleDto } from "#lib/services/index-runs/index.ts";
import { jobHref, registryHref, registrySettingsHref } from "../../hrefs.ts";
import { JobState } from "../job-state.tsx";
import { jobKeys } from "../keys.ts";
import { shownState } from "../shown-state.ts";
import { useActiveJobs } from "../use-active-jobs.ts";

const everyMs = 30_000;

interface SchedulesProps {
  readonly initial: readonly ScheduleDto[];
  /** The reader may change settings. */
  readonly maySet: boolean;
}

/** When each registry is read by itself: how often, when next, how the last run went. */
export function Schedules({ initial, maySet }: SchedulesProps) {
  const t = useTranslations("jobs.schedules");
  const { data } = useQuery({
    queryKey: jobKeys.schedules,
    queryFn: ({ signal }) => getJson<readonly ScheduleDto[]>("/api/v1/registries/schedules", signal),
    refetchInterval: everyMs,
    initialData: initial,
  });
  return (
    <Section title={t("title")}>
      {data.length === 0 ? (
        <p className="text-ink-2 text-sm">{t("none")}</p>
      ) : (
        <table className="w-full border-collapse">
          <thead>
            <tr className={rowLine}>
              <th scope="col" className={`${headCell} pl-0`}>
                {t("columns.registry")}
              </th>
              <th scope="col" className={`${headCell} max-sm:hidden`}>
                {t("columns.schedule")}
              </th>
              <th scope="col" className={headCell}>
                {t("columns.next")}
              </th>
              <th scope="col" className={`${headCell} pr-0 max-sm:hidden`}>
                {t("columns.last")}
              </th>
            </tr>
          </thead>
          <tbody>
            {data.map((schedule) => (
              <ScheduleRow key={schedule.registry.id} schedule={schedule} maySet={maySet} />
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}

function ScheduleRow({ schedule, maySet }: { schedule: ScheduleDto; maySet: boolean }) {
  const t = useTranslations("jobs.schedules");
  const { registry, run } = schedule;
  const change = maySet ? (
    <Link
      href={registrySettingsHref(registry.id)}
      prefetch={false}
      aria-label={t("changeOf", { name: registry.name })}
      className="thumb relative rounded-sm text-signal-ink text-xs underline-offset-4 hover:underline"
    >
      {t("change")}
    </Link>
  ) : null;
  const job = useActiveJobs().find(({ id }) => id === run?.id);
  return (
    <tr className={`${rowLine} align-top`}>
      <th scope="row" className={`${bodyCell} py-2 pl-0 text-left font-normal`}>
        <Link
          href={registryHref(registry.id)}
          prefetch={false}
          className="wrap-anywhere inline-block rounded-sm font-medium text-ink pointer-coarse:py-1 hover:underline"
        >
          <ForeignText text={registry.name} whole />
        </Link>
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1 text-ink-3 text-xs sm:hidden">
          <Rhythm schedule={schedule} /> {change}
        </span>
      </th>
      <td className={`${bodyCell} py-2 max-sm:hidden`}>
        <span className="flex flex-wrap items-baseline gap-x-3">
          <Rhythm schedule={schedule} /> {change}
        </span>
      </td>
      <td className={`${bodyCell} py-2`}>
        <Next schedule={schedule} />
      </td>
      <td className={`${bodyCell} py-2 pr-0 max-sm:hidden`}>
        {run ? (
          <Link
            href={jobHref(run.id)}
            prefetch={false}
            className="inline-flex items-center gap-2 rounded-sm hover:underline"
          >
            <JobState state={job ? shownState(job) : run.state} />
            <Time value={run.at} />
          </Link>
        ) : (
          <span className="text-ink-3">{t("never")}</span>
        )}
      </td>
    </tr>
  );
}

function Rhythm({ schedule: { schedule, hour, zone } }: { schedule: ScheduleDto }) {
  const t = useTranslations("registries.settings.indexing");
  return (
    <span>
      {schedule === "nightly"
        ? t("nightlyAt", { hour: `${String(hour).padStart(2, "0")}:00`, zone })
        : t(`every.${schedule}`)}
    </span>
  );
}

/** When it is read next, as the reader's clock has it. */
function Next({ schedule: { next, held, run } }: { schedule: ScheduleDto }) {
  const t = useTranslations("jobs.schedules");
  const locale = useLocale();
  const now = useClock().getTime();
  if (held)
    return <span className={held === "refused" ? "text-danger" : "text-ink-3"}>{t(`held.${held}`)}</span>;
  const left = next === null ? 0 : Date.parse(next) - now;
  if (left > 0) {
    return (
      <span className="flex flex-wrap gap-x-2">
        <Time value={next} show="absolute" className="text-ink" />
        <span className="text-ink-3">{t("in", { time: formatDuration(roughly(left), locale) })}</span>
      </span>
    );
  }
  const under = run?.state === "queued" || run?.state === "running" || run?.state === "paused";
  return <span>{under ? t("afterRun") : t("now")}</span>;
}

/** To the minute: nobody waits for the seconds of a nightly run. */
const roughly = (milliseconds: number) =>
  milliseconds < 60_000 ? milliseconds : Math.round(milliseconds / 60_000) * 60_000;
