"use client";

import { lazy, Suspense } from "react";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { NamespaceTreeProps } from "./namespace-tree-box.tsx";

const NamespaceTreeBox = lazy(() => import("./namespace-tree-box.tsx"));

/** Repositories by namespace. Its code comes with the view, not with the list that most look at. */
export function NamespaceTree(props: NamespaceTreeProps) {
  return (
    <Suspense fallback={<Skeleton className="my-2 h-8 w-70 max-w-full" />}>
      <NamespaceTreeBox {...props} />
    </Suspense>
  );
}
