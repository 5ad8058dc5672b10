"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { errorOf, getJson } from "#components/data-table/request.ts";
import { useHostName } from "#components/docker/host-name.ts";
import { useToast } from "#components/feedback/toast.tsx";
import { Button } from "#components/ui/button.tsx";
import { Popover } from "#components/ui/popover.tsx";
import { ProgressBar, ProgressRing } from "#components/ui/progress.tsx";
import type { JobDto } from "#lib/services/jobs/types.ts";
import { PullFigures } from "./pull-figures.tsx";
import { commonShare, jobShare } from "./share.ts";
import { useActiveJobs } from "./use-active-jobs.ts";
import { useJobsLive } from "./use-jobs-live.ts";

/** The top bar's running jobs; nothing while there are none. Also what says that one's own job has ended. */
export function JobRing({ username }: { username: string }) {
  const t = useTranslations("jobs");
  const [open, setOpen] = useState(false);
  const tell = useTellEnd(username);
  useJobsLive(tell);
  const jobs = useActiveJobs();
  if (jobs.length === 0) return null;
  const label = t("ring.label", { count: jobs.length });
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      align="end"
      label={t("ring.panel")}
      className="w-96 p-0"
      trigger={
        <Button aria-label={label}>
          <ProgressRing value={commonShare(jobs)} label={t("ring.panel")} />
          <span className="max-sm:sr-only">{label}</span>
        </Button>
      }
    >
      <ul className="max-h-[60dvh] divide-y divide-line overflow-y-auto">
        {jobs.map((job) => (
          <li key={job.id}>
            <Link
              href={`/jobs/${job.id}`}
              onClick={() => setOpen(false)}
              className="flex flex-col gap-1.5 px-3.5 py-2.5 hover:bg-sunk"
            >
              <span className="break-all font-mono text-xs">{job.targetName}</span>
              <ProgressBar value={jobShare(job)} label={t("pull.overall", { target: job.targetName })} />
              <PullFigures job={job} className="text-xs" />
            </Link>
          </li>
        ))}
      </ul>
      <div className="border-line border-t px-3.5 py-2.5">
        <Link
          href="/jobs"
          onClick={() => setOpen(false)}
          className="font-medium text-sm text-signal-ink underline-offset-4 hover:underline"
        >
          {t("ring.all")}
        </Link>
      </div>
    </Popover>
  );
}

/** Says how one's own job ended, wherever in the app one is by then. */
function useTellEnd(username: string) {
  const t = useTranslations("jobs.toast");
  const toast = useToast();
  const router = useRouter();
  const hostName = useHostName();
  return async (job: JobDto, state: "succeeded" | "failed" | "cancelled") => {
    if (job.startedBy !== username) return;
    const target = job.targetName;
    const id = `job-${job.id}`;
    const action = { label: t("open"), onClick: () => router.push(`/jobs/${job.id}`) };
    if (state === "cancelled") toast.info({ id, title: t("cancelled", { target }), action });
    if (state === "succeeded") {
      const host = job.host ? hostName(job.host.name) : "";
      toast.ok({ id, title: t("succeeded", { target, host }), action });
    }
    if (state !== "failed") return;
    const error = await getJson<JobDto>(`/api/v1/jobs/${job.id}`).then(
      (ended) => ended.error ?? { code: "INTERNAL" as const },
      errorOf,
    );
    toast.error(error, t("failed", { target }));
  };
}
