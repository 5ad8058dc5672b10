"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { errorOf } from "#components/data-table/request.ts";
import { ErrorState } from "#components/feedback/error-state.tsx";
import { CancelButton } from "#components/jobs/cancel-button.tsx";
import { useInSight } from "#components/jobs/in-sight.ts";
import { JobProgress } from "#components/jobs/job-progress.tsx";
import { JobSpoken } from "#components/jobs/job-spoken.tsx";
import { JobState } from "#components/jobs/job-state.tsx";
import { LayerBars } from "#components/jobs/layer-bars.tsx";
import { useJob } from "#components/jobs/use-job.ts";
import { Button } from "#components/ui/button.tsx";
import { DialogClose } from "#components/ui/dialog.tsx";
import { ForeignText } from "#components/ui/foreign-text.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { PullJobDto } from "#lib/services/jobs/types.ts";
import { jobHref } from "../hrefs.ts";

/** The pull that was just ordered, moving; the window may be closed. */
export function PullRunning({ jobId, onAnother }: { jobId: string; onAnother: () => void }) {
  const { data: job, error } = useJob(jobId);
  useInSight(jobId);
  return (
    <div className="flex flex-col gap-4 pb-1">
      <JobSpoken job={job} />
      {error ? <ErrorState error={errorOf(error)} size="inline" /> : null}
      {!error && job?.kind === "image.pull" ? <Pull job={job} onAnother={onAnother} /> : null}
      {!error && !job ? <Skeleton className="mb-6 h-8 w-full rounded-md" /> : null}
    </div>
  );
}

function Pull({ job, onAnother }: { job: PullJobDto; onAnother: () => void }) {
  const t = useTranslations("hosts.pull");
  const jobs = useTranslations("jobs.page");
  const common = useTranslations("common");
  const active = job.state === "queued" || job.state === "running";
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="wrap-anywhere font-medium font-mono text-sm">
          <ForeignText text={job.targetName} whole />
        </span>
        <JobState state={job.state} />
      </div>
      {active || job.progress ? <JobProgress job={job} /> : null}
      {job.error && job.state === "failed" ? <ErrorState error={job.error} size="inline" /> : null}
      {job.progress && job.progress.layers.length > 0 ? (
        <div className="max-h-64 overflow-y-auto border-line border-y">
          <LayerBars layers={job.progress.layers} stopped={!active} />
        </div>
      ) : null}
      {active ? <p className="text-ink-3 text-xs">{t("running")}</p> : null}
      <div className="flex flex-wrap items-center justify-end gap-2">
        <Link
          href={jobHref(job.id)}
          className="thumb relative mr-auto font-medium text-sm text-signal-ink underline-offset-4 hover:underline"
        >
          {jobs("open")}
        </Link>
        {active ? <CancelButton job={job} /> : <Button onClick={onAnother}>{t("another")}</Button>}
        <DialogClose>
          <Button variant={active ? "secondary" : "primary"}>{common("close")}</Button>
        </DialogClose>
      </div>
    </>
  );
}
