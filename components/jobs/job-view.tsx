"use client";

import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { ErrorState } from "#components/feedback/error-state.tsx";
import { PageHeader } from "#components/layout/page-header.tsx";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { Digest } from "#components/ui/digest.tsx";
import { ForeignText } from "#components/ui/foreign-text.tsx";
import { DetailList, Panel } from "#components/ui/panel.tsx";
import { Time } from "#components/ui/time.tsx";
import { formatBytes } from "#lib/format.ts";
import type { CopyJobDto, JobDto, JobLogLineDto, PullJobDto } from "#lib/services/jobs/types.ts";
import { hostHref, registryHref, repositoryHref, tagHref } from "../hrefs.ts";
import { isActive } from "./active.ts";
import { CancelButton } from "./cancel-button.tsx";
import { DeletionResult } from "./deletion-result.tsx";
import { useInSight } from "./in-sight.ts";
import { IndexDetails } from "./index-details.tsx";
import { JobDuration } from "./job-duration.tsx";
import { JobLog } from "./job-log.tsx";
import { JobProgress } from "./job-progress.tsx";
import { JobSpoken } from "./job-spoken.tsx";
import { JobState } from "./job-state.tsx";
import { LayerBars } from "./layer-bars.tsx";
import { PauseButton } from "./pause-button.tsx";
import { RetryButton } from "./retry-button.tsx";
import { type RunAgain, RunAgainButton } from "./run-again-button.tsx";
import { shownState } from "./shown-state.ts";
import { useJob } from "./use-job.ts";
import { useStarter } from "./use-starter.ts";

interface JobViewProps {
  initial: JobDto;
  log: readonly JobLogLineDto[];
  mayCancel: boolean;
  mayRepeat: boolean;
  /** Orders the index run again; absent for what is none, and who may not. */
  runAgain?: RunAgain | undefined;
}

/** The page of one job: how far it is, what it said, what came of it. */
export function JobView({ initial, log, mayCancel, mayRepeat, runAgain }: JobViewProps) {
  const t = useTranslations("jobs");
  const job = useJob(initial.id, initial).data ?? initial;
  useInSight(job.id);
  const starter = useStarter();
  const active = isActive(job);
  const ended = !isActive(initial);
  const { host } = job;
  const [from, to] = job.kind === "image.copy" ? [job.source, job.registry] : [job.registry, null];
  return (
    <>
      <JobSpoken job={job} past={ended} />
      <PageHeader
        mono
        long={job.targetName.length > 70}
        over={t("title")}
        title={<ForeignText text={job.targetName} whole reference />}
        meta={
          <>
            <JobState state={shownState(job)} />
            <span>{t(`kind.${job.kind}`)}</span>
            {host ? <span>{t("page.on", { host: host.name })}</span> : null}
            {from && job.kind !== "registry.index" ? (
              <span>{t("page.from", { registry: from.name })}</span>
            ) : null}
            {to ? <span>{t("page.to", { registry: to.name })}</span> : null}
            <span>{t("page.startedBy", { name: starter(job) })}</span>
          </>
        }
        actions={
          active ? (
            mayCancel ? (
              <>
                {job.kind === "registry.index" ? <PauseButton job={job} /> : null}
                <CancelButton job={job} />
              </>
            ) : null
          ) : (
            <>
              {host ? (
                <Button asChild>
                  <Link href={hostHref(host.id)}>{t("page.openHost", { host: host.name })}</Link>
                </Button>
              ) : null}
              {to && job.kind === "image.copy" && job.state === "succeeded" ? (
                <Button asChild>
                  <Link href={copyHref(to.id, job)}>{t("page.openCopy", { registry: to.name })}</Link>
                </Button>
              ) : null}
              {job.kind === "image.delete" && job.registry ? (
                <Button asChild>
                  <Link href={repositoryHref(job.registry.id, job.input.repository)}>
                    {t("page.openRepository")}
                  </Link>
                </Button>
              ) : null}
              {job.kind === "registry.index" && job.registry ? (
                <Button asChild>
                  <Link href={registryHref(job.registry.id)}>
                    {t("index.open", { registry: job.registry.name })}
                  </Link>
                </Button>
              ) : null}
              {runAgain && job.state !== "succeeded" ? <RunAgainButton again={runAgain} /> : null}
              {mayRepeat && isOrder(job) && job.state !== "succeeded" ? <RetryButton job={job} /> : null}
            </>
          )
        }
      />
      <div className="mt-5 grid gap-5 pb-10 @3xl/page:grid-cols-[minmax(0,1fr)_21rem]">
        <div className="flex min-w-0 flex-col gap-5">
          {job.error && job.state === "failed" ? <ErrorState error={job.error} size="inline" /> : null}
          {job.state === "succeeded" ? <Outcome job={job} /> : null}
          {active || job.progress ? <JobProgress job={job} /> : null}
          {job.kind === "image.delete" && job.progress ? <DeletionResult progress={job.progress} /> : null}
          {job.kind === "registry.index" ? <IndexDetails job={job} /> : null}
          {isOrder(job) && job.progress && job.progress.layers.length > 0 ? (
            <Panel flush title={t("page.layers", { act: job.kind === "image.copy" ? "copy" : "pull" })}>
              <div className="px-4 py-1.5">
                <LayerBars layers={job.progress.layers} stopped={!active} />
              </div>
            </Panel>
          ) : null}
          <JobLog jobId={job.id} initial={log} />
        </div>
        <Facts job={job} />
      </div>
    </>
  );
}

const isOrder = (job: JobDto): job is PullJobDto | CopyJobDto =>
  job.kind === "image.pull" || job.kind === "image.copy";

/** The tag that came to be, or where the tags are. */
function copyHref(registryId: string, { input: { to, images } }: CopyJobDto): string {
  const [first, ...more] = images;
  return first && more.length === 0
    ? tagHref(registryId, to.repository, first.tag)
    : repositoryHref(registryId, to.repository);
}

function Outcome({ job }: { job: JobDto }) {
  const t = useTranslations("jobs.page");
  const locale = useLocale();
  if (job.kind === "image.pull") {
    return job.host ? <Callout tone="ok">{t("result", { host: job.host.name })}</Callout> : null;
  }
  if (job.kind !== "image.copy" || !job.result || !job.registry) return null;
  const { images, bytes, present, mounted } = job.result;
  return (
    <Callout tone="ok">
      {t("copied", {
        count: images.length,
        registry: job.registry.name,
        bytes: formatBytes(bytes, locale),
        present: present + mounted,
      })}
    </Callout>
  );
}

function Facts({ job }: { job: JobDto }) {
  const t = useTranslations("jobs");
  const active = isActive(job);
  const digest = isOrder(job) ? (job.result?.digest ?? job.progress?.digest) : null;
  const items = [
    { key: "created", label: t("page.created"), value: <Time value={job.createdAt} show="absolute" /> },
    ...(job.startedAt
      ? [{ key: "started", label: t("page.started"), value: <Time value={job.startedAt} show="absolute" /> }]
      : []),
    ...(job.finishedAt
      ? [
          {
            key: "finished",
            label: t("page.finished"),
            value: <Time value={job.finishedAt} show="absolute" />,
          },
        ]
      : []),
    { key: "took", label: t("page.took"), value: <JobDuration job={job} /> },
    ...(digest ? [{ key: "digest", label: t("page.digest"), value: <Digest value={digest} copy /> }] : []),
    ...(job.pausedBy && active ? [{ key: "paused", label: t("page.pausedBy"), value: job.pausedBy }] : []),
    ...(job.cancelRequestedBy
      ? [{ key: "cancelled", label: t("page.cancelledBy"), value: job.cancelRequestedBy }]
      : []),
  ];
  return (
    <aside aria-label={t("page.facts")} className="min-w-0 lg:pt-1">
      <DetailList items={items} />
    </aside>
  );
}
