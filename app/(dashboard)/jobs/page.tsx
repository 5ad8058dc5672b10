import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { parseTableSearch } from "#components/data-table/request.ts";
import { ErrorState } from "#components/feedback/error-state.tsx";
import { JobTable } from "#components/jobs/job-table.tsx";
import { JobTabs } from "#components/jobs/job-tabs.tsx";
import { PageHeader } from "#components/layout/page-header.tsx";
import { jobKinds, listJobs } from "#lib/services/jobs/index.ts";
import { type PageSearch, readForPage } from "../load.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("jobs"))("title") };
}

const states = ["active", "succeeded", "failed", "cancelled"] as const;

export default async function JobsPage({ searchParams }: { searchParams: PageSearch }) {
  const t = await getTranslations("jobs");
  const { filter, filters } = parseTableSearch(await searchParams, {
    sortable: [],
    filters: ["state", "kind"],
  });
  const state = states.find((known) => known === filters.state);
  const kind = jobKinds.find((known) => known === filters.kind);
  const { result } = await readForPage(listJobs, {
    ...(filter ? { filter } : {}),
    ...(state ? { state } : {}),
    ...(kind ? { kind } : {}),
  });
  return (
    <>
      <PageHeader title={t("title")} meta={<span>{t("intro")}</span>} />
      <JobTabs current="jobs" />
      {result.ok ? (
        <JobTable initialPage={result.data} kinds={jobKinds} />
      ) : (
        <ErrorState error={result.error} />
      )}
    </>
  );
}
