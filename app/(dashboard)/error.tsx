"use client";

import { Crash, type CrashProps } from "#components/feedback/crash.tsx";

/** Within the frame: the rail stays, so there is a way out. */
export default function DashboardError(props: CrashProps) {
  return <Crash {...props} />;
}
