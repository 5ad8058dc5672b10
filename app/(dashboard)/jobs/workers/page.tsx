import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ErrorState } from "#components/feedback/error-state.tsx";
import { JobTabs } from "#components/jobs/job-tabs.tsx";
import { Housekeeping } from "#components/jobs/workers/housekeeping.tsx";
import { Queue } from "#components/jobs/workers/queue.tsx";
import { Schedules } from "#components/jobs/workers/schedules.tsx";
import { Workers } from "#components/jobs/workers/workers.tsx";
import { PageHeader } from "#components/layout/page-header.tsx";
import { may } from "#lib/auth/index.ts";
import { listSchedules } from "#lib/services/index-runs/index.ts";
import { getWorkers } from "#lib/services/jobs/index.ts";
import { readForPage } from "../../load.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("jobs"))("tabs.workers") };
}

export default async function WorkersPage() {
  const [t, workers, schedules] = await Promise.all([
    getTranslations("jobs"),
    readForPage(getWorkers, {}),
    readForPage(listSchedules, {}),
  ]);
  return (
    <>
      <PageHeader title={t("title")} meta={<span>{t("intro")}</span>} />
      <JobTabs current="workers" />
      <div className="flex flex-col gap-8 py-5">
        {workers.result.ok ? (
          <div className="grid items-start gap-8 @4xl/page:grid-cols-[minmax(0,1fr)_25rem]">
            <Workers initial={workers.result.data} />
            <Queue initial={workers.result.data} />
          </div>
        ) : (
          <ErrorState error={workers.result.error} size="inline" />
        )}
        {schedules.result.ok ? (
          <Schedules initial={schedules.result.data} maySet={may(schedules.actor.role, "registry:manage")} />
        ) : (
          <ErrorState error={schedules.result.error} size="inline" />
        )}
        <Housekeeping />
      </div>
    </>
  );
}
