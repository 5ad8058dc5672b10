"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useLive } from "./use-live.ts";

/** Whatever could not be had while the server or its database was away is asked for again once they tell live things again. */
export function useRecovered(): void {
  const client = useQueryClient();
  useLive(({ type }) => {
    if (type !== "snapshot") return;
    void client.invalidateQueries({ predicate: ({ state }) => state.status === "error" });
  });
}
