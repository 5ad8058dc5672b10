"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { ErrorState } from "#components/feedback/error-state.tsx";
import { PageHeader } from "#components/layout/page-header.tsx";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { Digest } from "#components/ui/digest.tsx";
import { ForeignText } from "#components/ui/foreign-text.tsx";
import { DetailList, Panel } from "#components/ui/panel.tsx";
import { Time } from "#components/ui/time.tsx";
import type { JobDto, JobLogLineDto } from "#lib/services/jobs/types.ts";
import { hostHref } from "../hrefs.ts";
import { CancelButton } from "./cancel-button.tsx";
import { DeletionResult } from "./deletion-result.tsx";
import { useInSight } from "./in-sight.ts";
import { JobDuration } from "./job-duration.tsx";
import { JobLog } from "./job-log.tsx";
import { JobProgress } from "./job-progress.tsx";
import { JobSpoken } from "./job-spoken.tsx";
import { JobState } from "./job-state.tsx";
import { LayerBars } from "./layer-bars.tsx";
import { RetryButton } from "./retry-button.tsx";
import { useJob } from "./use-job.ts";

interface JobViewProps {
  initial: JobDto;
  log: readonly JobLogLineDto[];
  mayCancel: boolean;
  mayPull: boolean;
}

/** The page of one job: how far it is, what it said, what came of it. */
export function JobView({ initial, log, mayCancel, mayPull }: JobViewProps) {
  const t = useTranslations("jobs");
  const job = useJob(initial.id, initial).data ?? initial;
  useInSight(job.id);
  const active = job.state === "queued" || job.state === "running";
  const ended = initial.state !== "queued" && initial.state !== "running";
  const { host } = job;
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
            <JobState state={job.state} />
            <span>{t(`kind.${job.kind}`)}</span>
            {host ? <span>{t("page.on", { host: host.name })}</span> : null}
            {job.registry ? <span>{t("page.from", { registry: job.registry.name })}</span> : null}
            <span>{t("page.startedBy", { name: job.startedBy })}</span>
          </>
        }
        actions={
          active ? (
            mayCancel ? (
              <CancelButton job={job} />
            ) : null
          ) : (
            <>
              {host ? (
                <Button asChild>
                  <Link href={hostHref(host.id)}>{t("page.openHost", { host: host.name })}</Link>
                </Button>
              ) : null}
              {mayPull && job.kind === "image.pull" && job.state !== "succeeded" ? (
                <RetryButton job={job} />
              ) : null}
            </>
          )
        }
      />
      <div className="mt-5 grid gap-5 pb-10 @3xl/page:grid-cols-[minmax(0,1fr)_21rem]">
        <div className="flex min-w-0 flex-col gap-5">
          {job.error && job.state === "failed" ? <ErrorState error={job.error} size="inline" /> : null}
          {job.kind === "image.pull" && job.state === "succeeded" && host ? (
            <Callout tone="ok">{t("page.result", { host: host.name })}</Callout>
          ) : null}
          {active || job.progress ? <JobProgress job={job} /> : null}
          {job.kind === "image.delete" && job.progress ? <DeletionResult progress={job.progress} /> : null}
          {job.kind === "image.pull" && job.progress && job.progress.layers.length > 0 ? (
            <Panel flush title={t("page.layers")}>
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

function Facts({ job }: { job: JobDto }) {
  const t = useTranslations("jobs.page");
  const digest = job.kind === "image.pull" ? (job.result?.digest ?? job.progress?.digest) : null;
  const items = [
    { key: "created", label: t("created"), value: <Time value={job.createdAt} show="absolute" /> },
    ...(job.startedAt
      ? [{ key: "started", label: t("started"), value: <Time value={job.startedAt} show="absolute" /> }]
      : []),
    ...(job.finishedAt
      ? [{ key: "finished", label: t("finished"), value: <Time value={job.finishedAt} show="absolute" /> }]
      : []),
    { key: "took", label: t("took"), value: <JobDuration job={job} /> },
    ...(digest ? [{ key: "digest", label: t("digest"), value: <Digest value={digest} copy /> }] : []),
    ...(job.cancelRequestedBy
      ? [{ key: "cancelled", label: t("cancelledBy"), value: job.cancelRequestedBy }]
      : []),
  ];
  return (
    <aside aria-label={t("facts")} className="min-w-0 lg:pt-1">
      <DetailList items={items} />
    </aside>
  );
}
