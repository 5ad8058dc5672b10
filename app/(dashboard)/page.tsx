import { Plus } from "lucide-react";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { cache, Suspense } from "react";
import { EmptyState } from "#components/feedback/empty-state.tsx";
import { ErrorState } from "#components/feedback/error-state.tsx";
import { isBySchedule } from "#components/jobs/active.ts";
import { shownState } from "#components/jobs/shown-state.ts";
import { PageHeader } from "#components/layout/page-header.tsx";
import type { RailHost } from "#components/layout/types.ts";
import { Attention, type Concern } from "#components/overview/attention.tsx";
import { HostList, HostRow } from "#components/overview/host-list.tsx";
import { JobList } from "#components/overview/job-list.tsx";
import { OverviewLive } from "#components/overview/overview-live.tsx";
import { RecentChanges } from "#components/overview/recent-changes.tsx";
import { RecentPulls } from "#components/overview/recent-pulls.tsx";
import { RegistryList } from "#components/overview/registry-list.tsx";
import { Button } from "#components/ui/button.tsx";
import { Mark } from "#components/ui/mark.tsx";
import { may, pageActor } from "#lib/auth/index.ts";
import { executeRead } from "#lib/operations/index.ts";
import { loadHost } from "#lib/services/hosts/index.ts";
import { listJobs } from "#lib/services/jobs/index.ts";
import { listRecent } from "#lib/services/notifications/index.ts";
import { loadRegistries } from "#lib/services/registries/index.ts";
import { loadStoredBytes } from "#lib/services/storage/index.ts";
import { concernsOf, hostConcerns } from "./overview.ts";
import { loadRail } from "./rail.ts";

export async function generateMetadata() {
  return { title: (await getTranslations("shell.home"))("title") };
}

export default async function OverviewPage() {
  const actor = await pageActor();
  const [t, schedule, { hosts }, registries, jobs, stored, lately] = await Promise.all([
    getTranslations("shell.home"),
    getTranslations("jobs.index"),
    loadRail(),
    loadRegistries(),
    executeRead(listJobs, actor, async () => ({ limit: 8 })),
    loadStoredBytes(),
    executeRead(listRecent, actor, async () => ({ changes: 10, pulls: 6 })),
  ]);
  const connect = may(actor.role, "registry:manage");
  const button = (
    <Button variant="primary" asChild>
      <Link href="/registries/connect">
        <Plus aria-hidden="true" />
        {t("connect")}
      </Link>
    </Button>
  );
  const recent = jobs.ok ? jobs.data.items : [];
  const asOf = jobs.ok ? Date.parse(jobs.data.asOf) : 0;
  const concerns = concernsOf(registries, recent, asOf);
  return (
    <>
      <OverviewLive />
      <PageHeader title={t("title")} actions={connect && registries.length > 0 ? button : null} />
      <div className="grid items-start gap-5 py-3 @4xl/page:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="flex min-w-0 flex-col gap-5">
          {registries.length === 0 ? (
            <div className="rounded-lg border border-line border-dashed">
              <EmptyState icon={<Mark size={40} />} title={t("firstTitle")} actions={connect ? button : null}>
                {connect ? t("firstHelp") : t("firstViewer")}
              </EmptyState>
            </div>
          ) : (
            <>
              <Suspense fallback={<Attention concerns={concerns} asking />}>
                <AskedAttention concerns={concerns} hosts={hosts} />
              </Suspense>
              <RegistryList
                registries={registries.map((registry) => ({
                  id: registry.id,
                  name: registry.name,
                  host: registry.host,
                  status: registry.disabled ? "off" : registry.health,
                  repositories: registry.repositoryCount,
                  bytes: stored.get(registry.id) ?? null,
                  indexedAt: registry.indexedAt,
                }))}
              />
            </>
          )}
          {jobs.ok ? (
            <JobList
              jobs={recent.map((job) => ({
                id: job.id,
                kind: job.kind,
                state: shownState(job),
                name: job.targetName,
                host:
                  job.kind === "image.copy"
                    ? (job.registry?.name ?? null)
                    : (hosts.find(({ id }) => id === job.host?.id)?.name ?? null),
                startedBy: isBySchedule(job) ? schedule("bySchedule") : job.startedBy,
                at: job.createdAt,
              }))}
            />
          ) : (
            <ErrorState error={jobs.error} size="inline" />
          )}
        </div>
        <div className="flex min-w-0 flex-col gap-5">
          <HostList>
            {hosts.map(({ id, name }) => (
              <Suspense key={id} fallback={<HostRow id={id} name={name} facts={null} />}>
                <AskedHost id={id} name={name} />
              </Suspense>
            ))}
          </HostList>
          {registries.length === 0 ? null : lately.ok ? (
            <>
              <RecentChanges changes={lately.data.changes} />
              <RecentPulls pulls={lately.data.pulls} />
            </>
          ) : (
            <ErrorState error={lately.error} size="inline" />
          )}
        </div>
      </div>
    </>
  );
}

/** A daemon may take its time or be away; the page does not wait for it, and asks it once. */
const askHost = cache((id: string) => loadHost(id, AbortSignal.timeout(5_000)));

async function AskedHost({ id, name }: RailHost) {
  return <HostRow id={id} name={name} facts={await askHost(id)} />;
}

async function AskedAttention({ concerns, hosts }: { concerns: Concern[]; hosts: RailHost[] }) {
  const asked = await Promise.all(hosts.map(async ({ id, name }) => ({ ...(await askHost(id)), name })));
  return <Attention concerns={[...concerns, ...hostConcerns(asked)]} />;
}
