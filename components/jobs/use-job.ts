"use client";

import { useQuery } from "@tanstack/react-query";
import { getJson } from "#components/data-table/request.ts";
import type { JobDto } from "#lib/services/jobs/types.ts";
import { jobKeys } from "./keys.ts";

/** One job, moving by itself. */
export function useJob(jobId: string, initial?: JobDto) {
  return useQuery({
    queryKey: jobKeys.detail(jobId),
    queryFn: ({ signal }) => getJson<JobDto>(`/api/v1/jobs/${jobId}`, signal),
    ...(initial ? { initialData: initial } : {}),
  });
}
