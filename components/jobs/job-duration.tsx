"use client";

import { useLocale } from "next-intl";
import { useClock } from "#components/ui/clock.ts";
import { formatDuration } from "#lib/format.ts";
import type { JobDto } from "#lib/services/jobs/types.ts";

/** How long it took, or has been taking so far. */
export function JobDuration({ job }: { job: Pick<JobDto, "startedAt" | "finishedAt"> }) {
  const locale = useLocale();
  const now = useClock();
  if (job.startedAt === null) return <>—</>;
  const end = job.finishedAt === null ? now.getTime() : Date.parse(job.finishedAt);
  return (
    <span className="tabular-nums">
      {formatDuration(Math.max(0, end - Date.parse(job.startedAt)), locale)}
    </span>
  );
}
