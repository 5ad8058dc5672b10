"use client";

import { useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { errorOf } from "#components/data-table/request.ts";
import { ErrorState } from "#components/feedback/error-state.tsx";
import { useToast } from "#components/feedback/toast.tsx";
import { CancelButton } from "#components/jobs/cancel-button.tsx";
import { DeletionResult } from "#components/jobs/deletion-result.tsx";
import { useInSight } from "#components/jobs/in-sight.ts";
import { JobProgress } from "#components/jobs/job-progress.tsx";
import { JobSpoken } from "#components/jobs/job-spoken.tsx";
import { useJob } from "#components/jobs/use-job.ts";
import { Button } from "#components/ui/button.tsx";
import { DialogClose } from "#components/ui/dialog.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { jobHref } from "../../hrefs.ts";
import { repositoryKeys } from "../keys.ts";
import type { ActPlace } from "./types.ts";

interface DeletionRunningProps {
  jobId: string;
  place: ActPlace;
  onAgain: () => void;
  onDone: () => void;
}

/** The deletion under way. One that did all it was asked for says so and closes; any other stays to be read. */
export function DeletionRunning({ jobId, place, onAgain, onDone }: DeletionRunningProps) {
  const t = useTranslations("tags.deletion");
  const jobs = useTranslations("jobs.page");
  const common = useTranslations("common");
  const toast = useToast();
  const client = useQueryClient();
  const { data: job, error } = useJob(jobId);
  useInSight(jobId);
  const state = job?.state;
  const over = state === "succeeded" || state === "failed" || state === "cancelled";
  const whole = job?.kind === "image.delete" && state === "succeeded" ? job.result : null;
  const finish = useRef(() => {});
  useEffect(() => {
    finish.current = () => {
      void client.invalidateQueries({ queryKey: repositoryKeys.tags(place.registryId, place.repository) });
      if (!whole) return;
      const tags = [...whole.deleted, ...whole.gone].filter((name) => !name.startsWith("sha256:"));
      toast.ok({ title: tags.length > 0 ? t("done", { count: tags.length }) : t("doneImage") });
      onDone();
    };
  });
  useEffect(() => {
    if (over) finish.current();
  }, [over]);
  return (
    <div className="flex flex-col gap-4">
      <JobSpoken job={job} />
      {error ? <ErrorState error={errorOf(error)} size="inline" /> : null}
      {job ? <JobProgress job={job} /> : error ? null : <Skeleton className="h-8 w-full rounded-md" />}
      {job?.error && state === "failed" ? <ErrorState error={job.error} size="inline" /> : null}
      {over && !whole && job?.kind === "image.delete" && job.progress ? (
        <DeletionResult progress={job.progress} />
      ) : null}
      {over ? null : <p className="text-ink-3 text-xs">{t("running")}</p>}
      <div className="flex flex-wrap items-center justify-end gap-2">
        <Link
          href={jobHref(jobId)}
          className="thumb relative mr-auto font-medium text-sm text-signal-ink underline-offset-4 hover:underline"
        >
          {jobs("open")}
        </Link>
        {over ? <Button onClick={onAgain}>{t("again")}</Button> : job ? <CancelButton job={job} /> : null}
        <DialogClose>
          <Button variant={over ? "primary" : "secondary"}>{common("close")}</Button>
        </DialogClose>
      </div>
    </div>
  );
}
