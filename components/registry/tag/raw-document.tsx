"use client";

import { lazy, Suspense } from "react";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { RawDocumentProps } from "./raw-document-box.tsx";

const RawDocumentBox = lazy(() => import("./raw-document-box.tsx"));

/** The exact bytes a digest stands for, and the same made readable. Its code comes with its tab. */
export function RawDocument(props: RawDocumentProps) {
  return (
    <Suspense fallback={<Skeleton className="h-64 w-full" />}>
      <RawDocumentBox {...props} />
    </Suspense>
  );
}
