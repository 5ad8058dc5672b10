"use client";

import { useLocale } from "next-intl";
import { useEffect, useState } from "react";
import { now, useClock } from "#components/ui/clock.ts";
import { formatDuration } from "#lib/format.ts";
import type { JobDto } from "#lib/services/jobs/types.ts";

/** How long it took, or, counting by the second, has been taking so far. */
export function JobDuration({
  job: { startedAt, finishedAt },
}: {
  job: Pick<JobDto, "startedAt" | "finishedAt">;
}) {
  const locale = useLocale();
  const clock = useClock().getTime();
  const [tick, setTick] = useState(0);
  const running = startedAt !== null && finishedAt === null;
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(() => setTick(now()), 1000);
    return () => clearInterval(timer);
  }, [running]);
  if (startedAt === null) return <>—</>;
  if (finishedAt !== null) {
    return (
      <span className="tabular-nums">
        {formatDuration(Date.parse(finishedAt) - Date.parse(startedAt), locale)}
      </span>
    );
  }
  const seconds = Math.max(0, Math.floor((Math.max(clock, tick) - Date.parse(startedAt)) / 1000));
  return <span className="tabular-nums">{formatDuration(seconds * 1000, locale)}</span>;
}
