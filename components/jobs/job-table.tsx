"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import {
  type DataColumn,
  type DataPage,
  DataTable,
  type TableRequest,
} from "#components/data-table/index.ts";
import { fetchPage } from "#components/data-table/request.ts";
import { useHostName } from "#components/docker/host-name.ts";
import { EmptyState } from "#components/feedback/empty-state.tsx";
import { ForeignText } from "#components/ui/foreign-text.tsx";
import { ProgressBar } from "#components/ui/progress.tsx";
import { Time } from "#components/ui/time.tsx";
import type { JobDto } from "#lib/services/jobs/types.ts";
import { jobHref } from "../hrefs.ts";
import { JobDuration } from "./job-duration.tsx";
import { JobState } from "./job-state.tsx";
import { jobKeys } from "./keys.ts";
import { jobShare } from "./share.ts";
import { shownState } from "./shown-state.ts";
import { useActiveJobs } from "./use-active-jobs.ts";
import { useStarter } from "./use-starter.ts";

const idOf = (job: JobDto) => job.id;
const nameOf = (job: JobDto) => job.targetName;
const hrefOf = (job: JobDto) => jobHref(job.id);
const load = (request: TableRequest, signal: AbortSignal) =>
  fetchPage<JobDto>("/api/v1/jobs", request, signal);

/** Every job, newest first, moving while it is looked at. */
export function JobTable({
  initialPage,
  kinds,
}: {
  initialPage: DataPage<JobDto>;
  kinds: readonly JobDto["kind"][];
}) {
  const t = useTranslations("jobs");
  const columns = useColumns();
  const filters = useMemo(
    () => [
      {
        param: "state",
        label: t("list.stateFilter"),
        options: [
          { value: "active", label: t("list.active") },
          { value: "succeeded", label: t("state.succeeded") },
          { value: "failed", label: t("state.failed") },
          { value: "cancelled", label: t("state.cancelled") },
        ],
      },
      {
        param: "kind",
        label: t("list.columns.kind"),
        options: kinds.map((kind) => ({ value: kind, label: t(`kind.${kind}`) })),
      },
    ],
    [t, kinds],
  );
  return (
    <DataTable
      id="jobs"
      label={t("list.label")}
      queryKey={jobKeys.list}
      load={load}
      initialPage={initialPage}
      columns={columns}
      rowKey={idOf}
      rowName={nameOf}
      rowHref={hrefOf}
      stacked={(job) => <StackedJob job={job} />}
      searchLabel={t("list.filter")}
      filters={filters}
      empty={<EmptyState title={t("list.empty")}>{t("list.emptyHelp")}</EmptyState>}
    />
  );
}

function useColumns(): readonly DataColumn<JobDto>[] {
  const t = useTranslations("jobs");
  const hostName = useHostName();
  const starter = useStarter();
  return useMemo(
    () => [
      {
        id: "target",
        header: t("list.columns.target"),
        fixed: true,
        cell: (job) => (
          <Link
            href={hrefOf(job)}
            prefetch={false}
            title={job.targetName}
            className="rounded-sm font-medium font-mono text-ink hover:underline"
          >
            <ForeignText text={job.targetName} whole />
          </Link>
        ),
      },
      {
        id: "kind",
        header: t("list.columns.kind"),
        width: 9,
        room: "3xl",
        cell: (job) => t(`kind.${job.kind}`),
      },
      {
        id: "state",
        header: t("list.columns.state"),
        width: 13.75,
        cell: (job) => <StateCell job={job} />,
      },
      {
        id: "host",
        header: t("list.columns.host"),
        width: 8,
        room: "5xl",
        cell: (job) => {
          if (job.kind === "registry.index") return "—";
          if (job.kind === "image.copy") return <ForeignText text={job.registry?.name ?? "—"} />;
          return job.host ? hostName(job.host.name) : "—";
        },
      },
      {
        id: "startedBy",
        header: t("list.columns.startedBy"),
        width: 9.5,
        room: "4xl",
        cell: starter,
      },
      {
        id: "created",
        time: true,
        header: t("list.columns.created"),
        width: 10,
        cell: (job) => <Time value={job.createdAt} />,
      },
      {
        id: "duration",
        header: t("list.columns.duration"),
        align: "right",
        width: 7,
        room: "3xl",
        cell: (job) => <JobDuration job={job} />,
      },
    ],
    [t, hostName, starter],
  );
}

function StateCell({ job: row }: { job: JobDto }) {
  const t = useTranslations("jobs.pull");
  const job = useActiveJobs().find(({ id }) => id === row.id) ?? row;
  const shown = shownState(job);
  return (
    <span className="flex items-center gap-3">
      <JobState state={shown} />
      {shown === "running" ? (
        <ProgressBar
          value={jobShare(job)}
          label={t("overall", { target: job.targetName })}
          className="w-24 max-sm:hidden"
        />
      ) : null}
    </span>
  );
}

function StackedJob({ job: row }: { job: JobDto }) {
  const job = useActiveJobs().find(({ id }) => id === row.id) ?? row;
  const t = useTranslations("jobs");
  const starter = useStarter();
  return (
    <div className="flex flex-col gap-1.5">
      <Link
        href={hrefOf(job)}
        prefetch={false}
        className="wrap-anywhere font-medium font-mono text-ink text-sm after:absolute after:inset-0"
      >
        <ForeignText text={job.targetName} whole reference />
      </Link>
      <span className="flex items-center justify-between gap-3 text-ink-3 text-xs">
        <JobState state={shownState(job)} />
        <span>
          {t(`kind.${job.kind}`)} · {starter(job)} · <Time value={job.createdAt} />
        </span>
      </span>
    </div>
  );
}
