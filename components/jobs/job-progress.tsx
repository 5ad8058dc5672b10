"use client";

import { useTranslations } from "next-intl";
import { ProgressBar } from "#components/ui/progress.tsx";
import type { JobDto } from "#lib/services/jobs/types.ts";
import { JobFigures } from "./job-figures.tsx";
import { jobShare } from "./share.ts";
import { shownState } from "./shown-state.ts";

const tones = {
  queued: "signal",
  running: "signal",
  paused: "idle",
  succeeded: "ok",
  failed: "danger",
  cancelled: "idle",
} as const;

/** One bar for the whole job with its figures under it. */
export function JobProgress({ job }: { job: JobDto }) {
  const t = useTranslations("jobs.pull");
  // Nothing moves in it: no bar that seems to.
  const shown = shownState(job);
  const over = shown === "failed" || shown === "cancelled" || shown === "paused" || shown === "retry";
  const share = jobShare(job);
  return (
    <div className="flex flex-col gap-2">
      <ProgressBar
        value={over ? (share ?? 0) : share}
        tone={shown === "retry" ? "idle" : tones[job.state]}
        label={t("overall", { target: job.targetName })}
        className="h-2"
      />
      <JobFigures job={job} className="text-sm" />
    </div>
  );
}
