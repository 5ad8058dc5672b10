"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useTransition } from "react";
import { useToast } from "#components/feedback/toast.tsx";
import { Button } from "#components/ui/button.tsx";
import type { Result } from "#lib/errors.ts";
import { jobHref } from "../hrefs.ts";

export type RunAgain = () => Promise<Result<{ readonly jobId: string }>>;

/** Has a registry read again: a new run, which leaves out nothing. */
export function RunAgainButton({ again }: { again: RunAgain }) {
  const t = useTranslations("jobs.retry.registry");
  const router = useRouter();
  const toast = useToast();
  const [pending, start] = useTransition();
  const order = () =>
    start(async () => {
      const result = await again();
      if (result.ok) router.push(jobHref(result.data.jobId));
      else toast.error(result.error);
    });
  return (
    <Button variant="primary" pending={pending} onClick={order}>
      {t("index")}
    </Button>
  );
}
