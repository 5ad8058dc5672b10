"use client";

import { useTranslations } from "next-intl";
import { cn } from "#components/ui/cn.ts";
import type { DeletionJobDto } from "#lib/services/jobs/types.ts";

/** "3 of 7 tags deleted · 1 not deleted" */
export function DeletionFigures({ job, className }: { job: DeletionJobDto; className?: string }) {
  const t = useTranslations("jobs");
  const { progress, state } = job;
  const parts: string[] = [];
  if (state === "queued") parts.push(t("pull.waiting"));
  else if (!progress) {
    if (state === "running") parts.push(t("pull.preparing"));
  } else {
    const { total, deleted, gone, kept } = progress;
    parts.push(t("deletion.figures", { deleted: String(deleted.length), count: total }));
    if (gone.length > 0) parts.push(t("deletion.gone", { count: gone.length }));
    if (kept.length > 0) parts.push(t("deletion.kept", { count: kept.length }));
  }
  return (
    <span className={cn("flex flex-wrap gap-x-3 text-ink-2 tabular-nums", className)}>
      {parts.map((part) => (
        <span key={part}>{part}</span>
      ))}
    </span>
  );
}
