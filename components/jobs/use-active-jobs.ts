"use client";

import { useQuery } from "@tanstack/react-query";
import { getJson } from "#components/data-table/request.ts";
import type { JobDto } from "#lib/services/jobs/types.ts";
import { jobKeys } from "./keys.ts";

const none: readonly JobDto[] = [];

/** Jobs queued or running, moving by themselves. */
export function useActiveJobs(): readonly JobDto[] {
  const { data } = useQuery({
    queryKey: jobKeys.active,
    queryFn: ({ signal }) => getJson<readonly JobDto[]>("/api/v1/jobs/active", signal),
    // The live stream's snapshot brings it; asking is only for where the stream cannot get through.
    staleTime: 60_000,
  });
  return data ?? none;
}
