"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { errorOf } from "#components/data-table/request.ts";
import { postJson } from "#components/live/post-json.ts";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import type { JobDto } from "#lib/services/jobs/types.ts";

/** Asks first, then asks the job to end; until it has, the button says so. */
export function CancelButton({ job }: { job: JobDto }) {
  const t = useTranslations("jobs");
  const [open, setOpen] = useState(false);
  const cancel = useMutation({
    mutationFn: () => postJson<{ outcome: string }>(`/api/v1/jobs/${job.id}/cancel`, {}),
    onSuccess: () => setOpen(false),
  });
  const act = `cancel.${job.kind}` as const;
  const asked = cancel.isSuccess || job.cancelRequestedBy !== null;
  return (
    <>
      <Button pending={asked} onClick={() => setOpen(true)}>
        {asked ? t("cancelling") : t(`${act}.act`)}
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={t(`${act}.title`)}
        description={t(`${act}.help`, { target: job.targetName })}
        action={t(`${act}.act`)}
        dismiss={t(`${act}.keep`)}
        pending={cancel.isPending}
        error={cancel.isError ? errorOf(cancel.error) : null}
        onConfirm={() => cancel.mutate()}
      />
    </>
  );
}
