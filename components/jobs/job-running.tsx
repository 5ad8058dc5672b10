"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { errorOf } from "#components/data-table/request.ts";
import { ErrorState } from "#components/feedback/error-state.tsx";
import { Button } from "#components/ui/button.tsx";
import { DialogClose } from "#components/ui/dialog.tsx";
import { ForeignText } from "#components/ui/foreign-text.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { JobDto } from "#lib/services/jobs/types.ts";
import { jobHref } from "../hrefs.ts";
import { isActive } from "./active.ts";
import { CancelButton } from "./cancel-button.tsx";
import { useInSight } from "./in-sight.ts";
import { JobProgress } from "./job-progress.tsx";
import { JobSpoken } from "./job-spoken.tsx";
import { JobState } from "./job-state.tsx";
import { LayerBars } from "./layer-bars.tsx";
import { shownState } from "./shown-state.ts";
import { useJob } from "./use-job.ts";

interface JobRunningProps {
  jobId: string;
  /** Said while it runs. */
  hint: string;
  /** What can be done once it has ended. */
  children: ReactNode;
}

/** The job that was just ordered in a window, moving; the window may be closed. */
export function JobRunning({ jobId, ...props }: JobRunningProps) {
  const { data: job, error } = useJob(jobId);
  useInSight(jobId);
  return (
    <div className="flex flex-col gap-4 pb-1">
      <JobSpoken job={job} />
      {error ? <ErrorState error={errorOf(error)} size="inline" /> : null}
      {!error && job ? <Running job={job} {...props} /> : null}
      {!error && !job ? <Skeleton className="mb-6 h-8 w-full rounded-md" /> : null}
    </div>
  );
}

function Running({ job, hint, children }: { job: JobDto } & Omit<JobRunningProps, "jobId">) {
  const t = useTranslations("jobs.page");
  const common = useTranslations("common");
  const active = isActive(job);
  const layers = job.progress && "layers" in job.progress ? job.progress.layers : [];
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="wrap-anywhere font-medium font-mono text-sm">
          <ForeignText text={job.targetName} whole />
        </span>
        <JobState state={shownState(job)} />
      </div>
      {active || job.progress ? <JobProgress job={job} /> : null}
      {job.error && job.state === "failed" ? <ErrorState error={job.error} size="inline" /> : null}
      {layers.length > 0 ? (
        <div className="max-h-64 overflow-y-auto border-line border-y">
          <LayerBars layers={layers} stopped={!active} />
        </div>
      ) : null}
      {active ? <p className="text-ink-3 text-xs">{hint}</p> : null}
      <div className="flex flex-wrap items-center justify-end gap-2">
        <Link
          href={jobHref(job.id)}
          className="thumb relative mr-auto font-medium text-sm text-signal-ink underline-offset-4 hover:underline"
        >
          {t("open")}
        </Link>
        {active ? <CancelButton job={job} /> : children}
        <DialogClose>
          <Button variant={active ? "secondary" : "primary"}>{common("close")}</Button>
        </DialogClose>
      </div>
    </>
  );
}
