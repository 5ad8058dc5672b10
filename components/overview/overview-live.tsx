"use client";

import { askRedraw } from "../live/redraw.ts";
import { useLive } from "../live/use-live.ts";

/** Pulls may come by the dozen, and each drawing asks the Docker hosts. */
const gatherMs = 3_000;

/** Keeps the overview as it is: what registries tell, what was found in them, and jobs that begin and end are shown without a reload. */
export function OverviewLive() {
  useLive((message) => {
    if (message.type !== "change") return;
    const { topic, state, progress } = message.change;
    const job = topic === "job" && state !== undefined && progress === undefined;
    const repository = topic === "repository" && state === "done";
    if (topic === "activity" || job || repository) askRedraw(gatherMs);
  });
  return null;
}
