"use client";

import { CircleAlert, LoaderCircle, Pause } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { ProgressBar } from "#components/ui/progress.tsx";
import type { IndexJobDto } from "#lib/services/jobs/types.ts";
import { jobHref } from "../hrefs.ts";
import { isActive } from "./active.ts";
import { CancelButton } from "./cancel-button.tsx";
import { IndexFigures } from "./index-figures.tsx";
import { JobSpoken } from "./job-spoken.tsx";
import { PauseButton } from "./pause-button.tsx";
import { jobShare } from "./share.ts";
import { useJob } from "./use-job.ts";

interface RunPanelProps {
  initial: IndexJobDto;
  /** The reader may pause and stop it. */
  mayCancel: boolean;
}

/** A registry's index run on its page: how far it is, or what the last one could not read. Nothing where all went well. */
export function RunPanel({ initial, mayCancel }: RunPanelProps) {
  const t = useTranslations("jobs.index");
  const job = (useJob(initial.id, initial).data ?? initial) as IndexJobDto;
  if (!isActive(job)) return <LastRun job={job} />;
  const paused = job.state === "paused";
  const Icon = paused ? Pause : LoaderCircle;
  const title = paused ? (job.pausedBy ? t("pausedBy", { name: job.pausedBy }) : t("paused")) : t("label");
  const share = jobShare(job);
  return (
    <section
      aria-label={t("label")}
      className="mt-2 flex flex-wrap items-center gap-x-5 gap-y-2.5 rounded-md border border-line bg-surface px-3.5 py-2.5"
    >
      <JobSpoken job={job} />
      <div className="flex min-w-0 flex-1 basis-80 flex-col gap-1.5">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-0.5 text-sm">
          <span className="inline-flex items-center gap-1.5 font-semibold">
            <Icon aria-hidden="true" className={paused ? "size-4" : "size-4 motion-safe:animate-spin"} />
            {title}
          </span>
          <IndexFigures job={job} />
        </p>
        <ProgressBar
          value={paused ? (share ?? 0) : share}
          tone={paused ? "idle" : "signal"}
          label={t("repository", { name: job.targetName })}
        />
      </div>
      <div className="flex items-center gap-2">
        {mayCancel ? (
          <>
            <PauseButton job={job} />
            <CancelButton job={job} />
          </>
        ) : null}
        <DetailsLink id={job.id} />
      </div>
    </section>
  );
}

function LastRun({ job }: { job: IndexJobDto }) {
  const t = useTranslations("jobs.index");
  const failed = (job.result?.failedRepositories ?? 0) + (job.result?.failedTags ?? 0);
  const stopped = job.state === "failed";
  return (
    <>
      <JobSpoken job={job} past={!isActive(job)} />
      {stopped || failed > 0 ? (
        <p className="mt-2 flex flex-wrap items-center gap-x-2 text-ink-2 text-sm">
          <CircleAlert aria-hidden="true" className="size-4 text-warn" />
          <span>{stopped ? t("failedRun") : t("someFailed", { count: failed })}</span>
          <DetailsLink id={job.id} />
        </p>
      ) : null}
    </>
  );
}

function DetailsLink({ id }: { id: string }) {
  const t = useTranslations("jobs.index");
  return (
    <Link
      href={jobHref(id)}
      prefetch={false}
      className="thumb relative rounded-sm px-1 font-medium text-signal-ink text-sm underline-offset-4 hover:underline"
    >
      {t("details")}
    </Link>
  );
}
