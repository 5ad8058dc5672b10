"use client";

import { type QueryKey, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect } from "react";

/** While an index run is under way the rows and the header's numbers follow it. */
const EVERY_MS = 1_500;

interface IndexLiveProps {
  /** The rows that come. */
  queryKey: QueryKey;
  indexing: boolean;
}

export function IndexLive({ queryKey, indexing }: IndexLiveProps) {
  const client = useQueryClient();
  const router = useRouter();
  useEffect(() => {
    if (!indexing) return;
    const timer = setInterval(() => {
      if (document.hidden) return;
      void client.invalidateQueries({ queryKey });
      router.refresh();
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [client, router, queryKey, indexing]);
  return null;
}
