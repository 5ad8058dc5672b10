"use client";

import { lazy, Suspense } from "react";
import type { LayerStepView } from "#lib/services/tags/index.ts";

const LayerRow = lazy(() => import("./layer-row.tsx"));

interface LayerRowsProps {
  steps: readonly LayerStepView[];
  /** Bytes of the largest layer. */
  largest: number;
  /** Bytes of all layers. */
  total: number;
}

/** The steps of a build, one a row. Their code comes with their tab. */
export function LayerRows({ steps, ...sizes }: LayerRowsProps) {
  return (
    <Suspense fallback={null}>
      {steps.map((step, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: steps have no identity but their place
        <LayerRow key={index} step={step} {...sizes} />
      ))}
    </Suspense>
  );
}
