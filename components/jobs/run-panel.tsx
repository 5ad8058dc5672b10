"use client";

import { lazy, Suspense, useState } from "react";
import { isActive } from "./active.ts";
import { LastRun } from "./last-run.tsx";
import type { RunPanelProps } from "./run-panel-box.tsx";

/** Most of the time nothing runs: what moves comes when it does. */
const RunPanelBox = lazy(() => import("./run-panel-box.tsx"));

/** A registry's index run on its page: how far it is, or what the last one could not read. */
export function RunPanel({ initial, ...props }: RunPanelProps) {
  // Its end is told where its progress was.
  const [watched] = useState(() => isActive(initial));
  if (!watched) return <LastRun job={initial} />;
  return (
    <Suspense fallback={<div className="mt-2 h-14 rounded-md border border-line bg-surface" />}>
      <RunPanelBox initial={initial} {...props} />
    </Suspense>
  );
}
