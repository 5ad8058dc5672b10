"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ForeignText } from "#components/ui/foreign-text.tsx";
import { Popover } from "#components/ui/popover.tsx";
import { ProgressBar } from "#components/ui/progress.tsx";
import type { JobDto } from "#lib/services/jobs/types.ts";
import { jobHref } from "../hrefs.ts";
import { JobFigures } from "./job-figures.tsx";
import { jobShare } from "./share.ts";

interface RingPanelProps {
  jobs: readonly JobDto[];
  trigger: ReactNode;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** The jobs behind the ring. */
export default function RingPanel({ jobs, trigger, open, onOpenChange }: RingPanelProps) {
  const t = useTranslations("jobs");
  return (
    <Popover
      open={open}
      onOpenChange={onOpenChange}
      align="end"
      label={t("ring.panel")}
      className="w-96 p-0"
      trigger={trigger}
    >
      <ul className="max-h-[60dvh] divide-y divide-line overflow-y-auto">
        {jobs.map((job) => (
          <li key={job.id}>
            <Link
              href={jobHref(job.id)}
              onClick={() => onOpenChange(false)}
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
          onClick={() => onOpenChange(false)}
          className="thumb relative font-medium text-sm text-signal-ink underline-offset-4 hover:underline"
        >
          {t("ring.all")}
        </Link>
      </div>
    </Popover>
  );
}
