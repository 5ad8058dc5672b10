"use client";

import { LoaderCircle, Pause } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { askRedraw } from "#components/live/redraw.ts";
import { ProgressBar } from "#components/ui/progress.tsx";
import type { IndexJobDto } from "#lib/services/jobs/types.ts";
import { isActive } from "./active.ts";
import { IndexFigures } from "./index-figures.tsx";
import { JobSpoken } from "./job-spoken.tsx";
import { LastRun, RunLink } from "./last-run.tsx";
import { PauseButton } from "./pause-button.tsx";
import { jobShare } from "./share.ts";
import { useJob } from "./use-job.ts";

export interface RunPanelProps {
  initial: IndexJobDto;
  /** The reader may pause it. */
  mayPause: boolean;
}

export default function RunPanelBox({ initial, mayPause }: RunPanelProps) {
  const t = useTranslations("jobs.index");
  const job = (useJob(initial.id, initial).data ?? initial) as IndexJobDto;
  const active = isActive(job);
  // Drawn while it ran, the page offers no re-check.
  useEffect(() => {
    if (!active) askRedraw(0);
  }, [active]);
  const paused = job.state === "paused";
  const Icon = paused ? Pause : LoaderCircle;
  const title = paused ? (job.pausedBy ? t("pausedBy", { name: job.pausedBy }) : t("paused")) : t("label");
  const share = jobShare(job);
  return (
    <>
      <JobSpoken job={job} />
      {active ? (
        <section
          aria-label={t("label")}
          className="mt-2 flex flex-wrap items-center gap-x-5 gap-y-2.5 rounded-md border border-line bg-surface px-3.5 py-2.5"
        >
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
            {mayPause ? <PauseButton job={job} /> : null}
            <RunLink id={job.id} />
          </div>
        </section>
      ) : (
        <LastRun job={job} />
      )}
    </>
  );
}
