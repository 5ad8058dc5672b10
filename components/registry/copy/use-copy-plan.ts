import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { getJson } from "#components/data-table/request.ts";
import type { CopyPlan } from "#lib/services/copies/plan-copy.ts";

/** Nobody is asked for every letter of a name. */
const settleMs = 500;

/** What an order would do, asked of both registries a moment after the fields came to rest. */
export function useCopyPlan(path: string | null) {
  const [settled, setSettled] = useState(path);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(path), settleMs);
    return () => clearTimeout(timer);
  }, [path]);
  const current = settled === path ? path : null;
  const { data, error, isFetching } = useQuery({
    queryKey: ["images", "copy", "plan", current],
    queryFn: ({ signal }) => getJson<CopyPlan>(current ?? "", signal),
    enabled: current !== null,
    // What is replaced must be what is there now: looked at whenever the form is, never remembered, and not under one's hands.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
    retry: false,
  });
  const waiting = path !== null && (current === null || isFetching);
  return {
    data: current === null ? undefined : data,
    error: current === null ? null : error,
    isFetching: waiting,
  };
}
