"use client";

import { useLocale, useTranslations } from "next-intl";
import { cn } from "#components/ui/cn.ts";
import { formatBytes, formatDuration, formatRate } from "#lib/format.ts";
import type { CopyJobDto, PullJobDto } from "#lib/services/jobs/types.ts";

const isThere = ({ state }: { state: string }) => state === "done" || state === "exists";

/** Of a pull or a copy: "12.3 MB of 48 MB · 4.1 MB/s · 9 s left · 3 of 7 layers" */
export function PullFigures({ job, className }: { job: PullJobDto | CopyJobDto; className?: string }) {
  const t = useTranslations("jobs.pull");
  const locale = useLocale();
  const { progress, state } = job;
  const act = job.kind === "image.copy" ? "copy" : "pull";
  const parts: string[] = [];
  if (state === "queued") parts.push(t("waiting"));
  else if (!progress || progress.layers.length === 0) {
    if (state === "running") parts.push(t("preparing"));
    // An image whose every layer is known is named without a word about its layers.
    if (state === "succeeded") parts.push(t("allThere", { act }));
  } else {
    const { layers, downloadedBytes, totalBytes, bytesPerSecond, secondsLeft } = progress;
    const done = formatBytes(downloadedBytes, locale);
    // A pull learns how large a layer is when it comes; a copy knows it before.
    const open = layers.some((layer) => layer.state === "waiting" && layer.totalBytes === 0);
    const { done: there, count } =
      "parts" in progress ? progress.parts : { done: layers.filter(isThere).length, count: layers.length };
    if (layers.every((layer) => layer.state === "exists")) parts.push(t("allThere", { act }));
    else if (open) parts.push(t("bytesOpen", { done }));
    else if (totalBytes > 0) parts.push(t("bytes", { done, total: formatBytes(totalBytes, locale) }));
    if (state === "running") {
      if (bytesPerSecond > 0 && downloadedBytes < totalBytes) parts.push(formatRate(bytesPerSecond, locale));
      if (secondsLeft !== null) parts.push(t("left", { time: formatDuration(secondsLeft * 1000, locale) }));
      else if (!open && downloadedBytes >= totalBytes && totalBytes > 0 && there < count) {
        parts.push(t("extracting", { act }));
      }
    }
    parts.push(t("layers", { act, done: String(there), count }));
  }
  return (
    <span className={cn("flex flex-wrap gap-x-3 text-ink-2 tabular-nums", className)}>
      {parts.map((part) => (
        <span key={part}>{part}</span>
      ))}
    </span>
  );
}
