"use client";

import { CircleAlert } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { IndexJobDto } from "#lib/services/jobs/types.ts";
import { jobHref } from "../hrefs.ts";

/** What a registry's last index run could not read. Nothing where all went well. */
export function LastRun({ job }: { job: IndexJobDto }) {
  const t = useTranslations("jobs.index");
  const failed = (job.result?.failedRepositories ?? 0) + (job.result?.failedTags ?? 0);
  const stopped = job.state === "failed";
  if (!stopped && failed === 0) return null;
  return (
    <p className="mt-2 flex flex-wrap items-center gap-x-2 text-ink-2 text-sm">
      <CircleAlert aria-hidden="true" className="size-4 text-warn" />
      <span>{stopped ? t("failedRun") : t("someFailed", { count: failed })}</span>
      <RunLink id={job.id} />
    </p>
  );
}

export function RunLink({ id }: { id: string }) {
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
