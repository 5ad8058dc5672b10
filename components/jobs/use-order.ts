"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { postJson } from "#components/live/post-json.ts";
import type { CopyOrder } from "#lib/services/copies/input.ts";
import type { PullInput } from "#lib/services/images/pull-job.ts";
import type { JobDto } from "#lib/services/jobs/types.ts";
import { jobKeys } from "./keys.ts";

/** "image.pull" is ordered at …/images/pull. The job that does it is in the answer, and in the top bar at once. */
export function useOrder<K extends JobDto["kind"]>(kind: K) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: K extends "image.pull" ? PullInput : CopyOrder) =>
      postJson<{ jobId: string }>(`/api/v1/${kind.replace(".", "s/")}`, input),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: jobKeys.active });
      void client.invalidateQueries({ queryKey: jobKeys.list });
    },
  });
}
