"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { postJson } from "#components/live/post-json.ts";
import type { PullInput } from "#lib/services/images/pull-job.ts";
import { jobKeys } from "./keys.ts";

/** Orders a pull; the job that does it is in the answer, and in the top bar at once. */
export function usePull() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: PullInput) => postJson<{ jobId: string }>("/api/v1/images/pull", input),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: jobKeys.active });
      void client.invalidateQueries({ queryKey: jobKeys.list });
    },
  });
}
