"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { lazy, Suspense, useState } from "react";
import { errorOf, getJson } from "#components/data-table/request.ts";
import { useToast } from "#components/feedback/toast.tsx";
import { Button } from "#components/ui/button.tsx";
import { Popover } from "#components/ui/popover.tsx";
import { ProgressRing } from "#components/ui/progress.tsx";
import type { JobDto } from "#lib/services/jobs/types.ts";
import { jobHref } from "../hrefs.ts";
import { isInSight } from "./in-sight.ts";
import { commonShare } from "./share.ts";
import { useActiveJobs } from "./use-active-jobs.ts";
import { useJobsLive } from "./use-jobs-live.ts";

/** What opens under the ring comes when it is opened; the button stays the same, so that no press is lost. */
const RingPanel = lazy(() => import("./ring-panel.tsx"));

/** The top bar's running jobs; nothing while there are none. Also what says that one's own job has ended. */
export function JobRing({ username }: { username: string }) {
  const t = useTranslations("jobs");
  const tell = useTellEnd(username);
  useJobsLive(tell);
  // What goes on by itself, day and night, is told where it belongs: on its registry's page.
  const jobs = useActiveJobs().filter(({ kind }) => kind !== "registry.index");
  const [open, setOpen] = useState(false);
  if (jobs.length === 0) {
    // The next job must not open it by itself.
    if (open) setOpen(false);
    return null;
  }
  const label = t("ring.label", { count: jobs.length });
  const button = (
    <Button aria-label={label}>
      <ProgressRing value={commonShare(jobs)} label={t("ring.panel")} />
      <span className="max-sm:sr-only">{label}</span>
    </Button>
  );
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      align="end"
      label={t("ring.panel")}
      className="w-96 p-0"
      trigger={button}
    >
      <Suspense fallback={null}>
        <RingPanel jobs={jobs} onLeave={() => setOpen(false)} />
      </Suspense>
    </Popover>
  );
}

/** Says how one's own job ended, wherever in the app one is by then, unless one is looking at it. */
function useTellEnd(username: string) {
  const t = useTranslations("jobs.toast");
  const toast = useToast();
  const router = useRouter();
  return async (job: JobDto, state: "succeeded" | "failed" | "cancelled") => {
    if (job.startedBy !== username || job.kind === "registry.index" || isInSight(job.id)) return;
    const target = job.targetName;
    const id = `job-${job.id}`;
    const action = { label: t("open"), onClick: () => router.push(jobHref(job.id)) };
    if (state === "cancelled") toast.info({ id, title: t(`${job.kind}.cancelled`, { target }), action });
    if (state === "succeeded") {
      const host = job.host?.name ?? "";
      toast.ok({ id, title: t(`${job.kind}.succeeded`, { target, host }), action });
    }
    if (state !== "failed") return;
    const error = await getJson<JobDto>(`/api/v1/jobs/${job.id}`).then(
      (ended) => ended.error ?? { code: "INTERNAL" as const },
      errorOf,
    );
    toast.error(error, t(`${job.kind}.failed`, { target }));
  };
}
