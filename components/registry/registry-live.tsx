"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { askRedraw } from "../live/redraw.ts";
import { useLive } from "../live/use-live.ts";
import { registryKeys } from "./keys.ts";

/** A sync tells of several steps within a moment; the page is asked for once. */
const gatherMs = 300;
/** Of index runs many end within a second. */
const runsMs = 3_000;

/** Keeps a page about registries (and the rail beside it) as it is: what another tab, a test or a sync changed is shown. */
export function RegistryLive({
  registryId,
  repositories = false,
}: {
  readonly registryId?: string;
  /** The page adds up what index runs of its repositories find. */
  readonly repositories?: boolean;
}) {
  const client = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  useLive((message) => {
    if (message.type !== "change") return;
    const { topic, state } = message.change;
    if (
      repositories &&
      topic === "repository" &&
      state === "done" &&
      message.change.registryId === registryId
    )
      askRedraw(runsMs);
    if (topic !== "registry") return;
    if (registryId !== undefined && message.change.id !== registryId) return;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      void client.invalidateQueries({ queryKey: registryKeys.all });
      askRedraw(0);
    }, gatherMs);
  });
  return null;
}
