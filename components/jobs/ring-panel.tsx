"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { ForeignText } from "#components/ui/foreign-text.tsx";
import { ProgressBar } from "#components/ui/progress.tsx";
import type { JobDto } from "#lib/services/jobs/types.ts";
import { jobHref } from "../hrefs.ts";
import { JobFigures } from "./job-figures.tsx";
import { jobShare } from "./share.ts";

interface RingPanelProps {
  jobs: readonly JobDto[];
  /** A link was followed. */
  onLeave: () => void;
}

/** The jobs behind the ring. */
export default function RingPanel({ jobs, onLeave }: RingPanelProps) {
  const t = useTranslations("jobs");
  return (
    <>
      <ul className="max-h-[60dvh] divide-y divide-line overflow-y-auto">
        {jobs.map((job) => (
          <li key={job.id}>
            <Link
              href={jobHref(job.id)}
              onClick={onLeave}
              className="flex flex-col gap-1.5 px-3.5 py-2.5 hover:bg-sunk"
            >
              <span className="wrap-anywhere font-mono text-xs">
                <ForeignText text={job.targetName} whole reference />
              </span>
              <ProgressBar value={jobShare(job)} label={t("pull.overall", { target: job.targetName })} />
              <JobFigures job={job} className="text-xs" />
            </Link>
          </li>
        ))}
      </ul>
      <div className="border-line border-t px-3.5 py-2.5">
        <Link
          href="/jobs"
          onClick={onLeave}
          className="thumb relative font-medium text-sm text-signal-ink underline-offset-4 hover:underline"
        >
          {t("ring.all")}
        </Link>
      </div>
    </>
  );
}
