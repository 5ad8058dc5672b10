"use client";

import { useTranslations } from "next-intl";
import type { JobDto } from "#lib/services/jobs/types.ts";
import { isBySchedule } from "./active.ts";

/** Who started a job: a person, or the schedule. */
export function useStarter(): (job: JobDto) => string {
  const t = useTranslations("jobs.index");
  return (job) => (isBySchedule(job) ? t("bySchedule") : job.startedBy);
}
