"use client";

import { lazy, Suspense } from "react";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { ReferrersProps } from "./referrers-box.tsx";

const ReferrersBox = lazy(() => import("./referrers-box.tsx"));

/** What refers to the image. Its code comes with its tab, and the registry is asked when it is opened. */
export function Referrers(props: ReferrersProps) {
  return (
    <Suspense fallback={<Skeleton className="h-40 w-full" />}>
      <ReferrersBox {...props} />
    </Suspense>
  );
}
