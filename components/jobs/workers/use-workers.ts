"use client";

import { useQuery } from "@tanstack/react-query";
import { getJson } from "#components/data-table/request.ts";
import type { WorkersView } from "#lib/services/jobs/types.ts";
import { jobKeys } from "../keys.ts";

/** A sign of life is no event: it is asked for. */
const everyMs = 5_000;

/** Who runs jobs and how many wait, while it is looked at. */
export function useWorkers(initial: WorkersView): WorkersView {
  const { data } = useQuery({
    queryKey: jobKeys.workers,
    queryFn: ({ signal }) => getJson<WorkersView>("/api/v1/jobs/workers", signal),
    refetchInterval: everyMs,
    initialData: initial,
  });
  return data;
}
