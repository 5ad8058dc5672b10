"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { errorOf } from "#components/data-table/request.ts";
import { useToast } from "#components/feedback/toast.tsx";
import { Button } from "#components/ui/button.tsx";
import type { CopyJobDto, PullJobDto } from "#lib/services/jobs/types.ts";
import { jobHref } from "../hrefs.ts";
import { useOrder } from "./use-order.ts";

/** Gives the same order again: a new job, a new entry in the audit log. */
export function RetryButton({ job }: { job: PullJobDto | CopyJobDto }) {
  const t = useTranslations("jobs");
  const router = useRouter();
  const toast = useToast();
  const order = useOrder(job.kind);
  return (
    <Button
      variant="primary"
      pending={order.isPending || order.isSuccess}
      onClick={() =>
        order.mutate(job.input, {
          onSuccess: ({ jobId }) => router.push(jobHref(jobId)),
          onError: (error) => toast.error(errorOf(error)),
        })
      }
    >
      {t(`retry.${job.kind}`)}
    </Button>
  );
}
