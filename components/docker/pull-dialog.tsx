"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { JobRunning } from "#components/jobs/job-running.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import type { PullPreset } from "./pull-form.ts";
import { PullOrder } from "./pull-order.tsx";

interface PullDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  preset: PullPreset;
}

/** Orders a pull, then shows it running. Closing the window stops nothing. */
export default function PullDialog({ open, onOpenChange, preset }: PullDialogProps) {
  const t = useTranslations("hosts.pull");
  const [jobId, setJobId] = useState<string | null>(null);
  const changeOpen = (next: boolean) => {
    // What runs goes on in the top bar; the next opening is a new order.
    if (!next) setJobId(null);
    onOpenChange(next);
  };
  return (
    <Dialog open={open} onOpenChange={changeOpen} title={t("title")} keepOpenOutside>
      {jobId === null ? (
        <PullOrder preset={preset} onOrdered={setJobId} />
      ) : (
        <JobRunning jobId={jobId} hint={t("running")}>
          <Button onClick={() => setJobId(null)}>{t("another")}</Button>
        </JobRunning>
      )}
    </Dialog>
  );
}
