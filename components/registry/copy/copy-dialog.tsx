"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { errorOf, getJson } from "#components/data-table/request.ts";
import { ErrorState } from "#components/feedback/error-state.tsx";
import { JobRunning } from "#components/jobs/job-running.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { CopyTarget } from "#lib/services/copies/plan-copy.ts";
import type { CopyPreset } from "./copy-form.ts";
import { CopyOrderForm } from "./copy-order-form.tsx";

interface CopyDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  preset: CopyPreset;
}

/** Orders a copy, then shows it running. Closing the window stops nothing. */
export default function CopyDialog({ open, onOpenChange, preset }: CopyDialogProps) {
  const t = useTranslations("tags.copyTo");
  const [jobId, setJobId] = useState<string | null>(null);
  const changeOpen = (next: boolean) => {
    // What runs goes on in the top bar; the next opening is a new order.
    if (!next) setJobId(null);
    onOpenChange(next);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={changeOpen}
      title={t("title", { count: Math.max(1, preset.tags.length) })}
      keepOpenOutside
    >
      {jobId === null ? (
        <Order preset={preset} onOrdered={setJobId} />
      ) : (
        <JobRunning jobId={jobId} hint={t("running")}>
          <Button onClick={() => setJobId(null)}>{t("another")}</Button>
        </JobRunning>
      )}
    </Dialog>
  );
}

/** Loads where one can copy to, then the form. */
function Order({ preset, onOrdered }: { preset: CopyPreset; onOrdered: (jobId: string) => void }) {
  const targets = useQuery({
    queryKey: ["images", "copy", "targets"],
    queryFn: ({ signal }) => getJson<readonly CopyTarget[]>("/api/v1/images/copy/targets", signal),
    staleTime: 0,
  });
  if (targets.error) return <ErrorState error={errorOf(targets.error)} size="inline" />;
  if (!targets.data) {
    return (
      <div aria-busy className="flex flex-col gap-5 pb-4">
        <Skeleton className="h-8.5 w-full rounded-md" />
        <Skeleton className="h-8.5 w-full rounded-md" />
        <Skeleton className="h-8.5 w-full rounded-md" />
      </div>
    );
  }
  return <CopyOrderForm preset={preset} targets={targets.data} onOrdered={onOrdered} />;
}
