"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { askRedraw } from "../live/redraw.ts";
import { useLive } from "../live/use-live.ts";
import { registryKeys } from "./keys.ts";

/** A sync tells of several steps within a moment; the page is asked for once. */
const gatherMs = 300;

/** Keeps a page about registries (and the rail beside it) as it is: what another tab, a test or a sync changed is shown. */
export function RegistryLive({ registryId }: { readonly registryId?: string }) {
  const client = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  useLive((message) => {
    if (message.type !== "change" || message.change.topic !== "registry") return;
    if (registryId !== undefined && message.change.id !== registryId) return;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      void client.invalidateQueries({ queryKey: registryKeys.all });
      askRedraw(0);
    }, gatherMs);
  });
  return null;
}
