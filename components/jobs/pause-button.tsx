"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useTransition } from "react";
import { errorOf } from "#components/data-table/request.ts";
import { useToast } from "#components/feedback/toast.tsx";
import { postJson } from "#components/live/post-json.ts";
import { Button } from "#components/ui/button.tsx";
import type { IndexJobDto } from "#lib/services/jobs/types.ts";
import { jobKeys } from "./keys.ts";

/** Stops a job where it is, or lets it go on from there. */
export function PauseButton({ job }: { job: IndexJobDto }) {
  const t = useTranslations("jobs.pause");
  const toast = useToast();
  const client = useQueryClient();
  const [asking, startAsking] = useTransition();
  const paused = job.state === "paused";
  const act = () =>
    startAsking(async () => {
      try {
        await postJson(`/api/v1/jobs/${job.id}/${paused ? "resume" : "pause"}`, {});
        await client.invalidateQueries({ queryKey: jobKeys.detail(job.id) });
      } catch (error) {
        toast.error(errorOf(error));
      }
    });
  // Asked for, and not reached yet.
  const pausing = !paused && job.pausedBy !== null;
  return (
    <Button variant={paused ? "primary" : "secondary"} pending={asking || pausing} onClick={act}>
      {t(paused ? "resume" : pausing ? "pausing" : "act")}
    </Button>
  );
}
