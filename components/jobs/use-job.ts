"use client";

import { useQuery } from "@tanstack/react-query";
import { getJson } from "#components/data-table/request.ts";
import type { JobDto } from "#lib/services/jobs/types.ts";
import { isActive } from "./active.ts";
import { jobKeys } from "./keys.ts";

/** For where the live stream cannot get through, such as a proxy that holds it back. */
const everyMs = 5_000;

/** One job, moving by itself until it has ended. */
export function useJob(jobId: string, initial?: JobDto) {
  return useQuery({
    queryKey: jobKeys.detail(jobId),
    queryFn: ({ signal }) => getJson<JobDto>(`/api/v1/jobs/${jobId}`, signal),
    refetchInterval: ({ state: { data } }) =>
      data && data.state !== "paused" && isActive(data) ? everyMs : false,
    ...(initial ? { initialData: initial } : {}),
  });
}
