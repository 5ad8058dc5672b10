"use client";

import { Check } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { cn } from "#components/ui/cn.ts";
import { ProgressBar } from "#components/ui/progress.tsx";
import { formatBytes } from "#lib/format.ts";
import type { CopyJobDto, PullJobDto } from "#lib/services/jobs/types.ts";

type JobLayer = NonNullable<(PullJobDto | CopyJobDto)["progress"]>["layers"][number];

function shareOf({ state, currentBytes, totalBytes }: JobLayer): number | null {
  if (state === "done" || state === "exists") return 1;
  if (state === "waiting") return 0;
  return totalBytes > 0 ? currentBytes / totalBytes : null;
}

/** "20.4 MB of 66.7 MB" while bytes come, then what they were; nothing while nobody has said. */
function useBytes(): (layer: JobLayer) => string {
  const t = useTranslations("jobs.pull");
  const locale = useLocale();
  return ({ state, currentBytes, totalBytes }) => {
    if (totalBytes <= 0 || state === "waiting") return "";
    const total = formatBytes(totalBytes, locale);
    const partly = /^(downloading|copying|retrying)$/.test(state) && currentBytes < totalBytes;
    return partly ? t("bytes", { done: formatBytes(currentBytes, locale), total }) : total;
  };
}

/** Every layer of a pull, every blob of a copy, with its own bar, in the image's order. */
export function LayerBars({ layers, stopped }: { layers: readonly JobLayer[]; stopped?: boolean }) {
  const t = useTranslations("jobs.pull");
  const bytesOf = useBytes();
  return (
    <ul className="@container flex flex-col">
      {layers.map((layer) => {
        const there = layer.state === "done" || layer.state === "exists";
        const share = shareOf(layer);
        return (
          <li
            key={layer.id}
            className="grid @xl:grid-cols-[6.5rem_minmax(0,1fr)_8.5rem_5.5rem] grid-cols-[minmax(0,1fr)_auto_auto] items-center @xl:gap-x-4 gap-x-3 gap-y-1 border-line border-b py-1.5 text-xs tabular-nums last:border-b-0"
          >
            <span className="truncate font-mono text-ink-2">{layer.id}</span>
            <ProgressBar
              value={stopped && share === null ? 0 : share}
              label={t("layer", { id: layer.id })}
              tone={there ? "ok" : stopped ? "idle" : "signal"}
              className={cn(
                "@max-xl:order-last @max-xl:col-span-3",
                layer.state === "exists" && "opacity-50",
              )}
            />
            <span className="text-right text-ink-3">{bytesOf(layer)}</span>
            <span className="inline-flex items-center gap-1 text-ink-2">
              {layer.state === "done" ? <Check aria-hidden="true" className="size-3.5 text-ok" /> : null}
              {t(stopped && !there ? "state.stopped" : `state.${layer.state}`)}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
