"use client";

import { Crash, type CrashProps } from "#components/feedback/crash.tsx";

export default function ErrorPage(props: CrashProps) {
  return (
    <main className="grid min-h-dvh place-items-center">
      <Crash {...props} />
    </main>
  );
}
