"use client";

import { Check } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { cn } from "#components/ui/cn.ts";
import { ProgressBar } from "#components/ui/progress.tsx";
import type { PullLayer } from "#lib/docker/types.ts";
import { formatBytes } from "#lib/format.ts";

function shareOf({ state, currentBytes, totalBytes }: PullLayer): number | null {
  if (state === "done" || state === "exists") return 1;
  if (state === "waiting") return 0;
  return totalBytes > 0 ? currentBytes / totalBytes : null;
}

/** Every layer of a pull with its own bar, in the image's order. */
export function LayerBars({ layers, stopped }: { layers: readonly PullLayer[]; stopped?: boolean }) {
  const t = useTranslations("jobs.pull");
  const locale = useLocale();
  return (
    <ul className="flex flex-col">
      {layers.map((layer) => {
        const there = layer.state === "done" || layer.state === "exists";
        const share = shareOf(layer);
        return (
          <li
            key={layer.id}
            className="grid grid-cols-[7.5rem_minmax(0,1fr)_9.5rem] items-center gap-x-4 border-line border-b py-1.5 text-sm last:border-b-0 max-sm:grid-cols-[minmax(0,1fr)_auto] max-sm:gap-y-1"
          >
            <span className="font-mono text-ink-2 text-xs">{layer.id}</span>
            <ProgressBar
              value={stopped && share === null ? 0 : share}
              label={t("layer", { id: layer.id })}
              tone={there ? "ok" : "signal"}
              className={cn("max-sm:order-last max-sm:col-span-2", layer.state === "exists" && "opacity-50")}
            />
            <span className="flex items-center justify-end gap-2 text-ink-2 text-xs tabular-nums">
              {layer.totalBytes > 0 && layer.state !== "waiting" ? (
                <span className="text-ink-3">{formatBytes(layer.totalBytes, locale)}</span>
              ) : null}
              <span className="inline-flex items-center gap-1">
                {layer.state === "done" ? <Check aria-hidden="true" className="size-3.5 text-ok" /> : null}
                {t(stopped && !there ? "state.stopped" : `state.${layer.state}`)}
              </span>
            </span>
          </li>
        );
      })}
    </ul>
  );
}
