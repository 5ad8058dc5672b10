"use client";

import { useLocale, useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { useErrorWords } from "#components/feedback/error-words.ts";
import { cn } from "#components/ui/cn.ts";
import { formatDuration, formatNumber } from "#lib/format.ts";
import type { IndexJobDto } from "#lib/services/jobs/types.ts";

/** A worker that lives tells how far it is every second. */
const silentAfterMs = 4_000;

/** Whether the picture changed lately: what nobody works at has no speed, and no time left. */
function useMoves(picture: unknown): boolean {
  const [still, setStill] = useState(picture);
  useEffect(() => {
    const timer = setTimeout(() => setStill(picture), silentAfterMs);
    return () => clearTimeout(timer);
  }, [picture]);
  return picture !== still;
}

/** "12 of 60 repositories · 340 of 1,200 tags · 85 tags/s · 2 min left" */
export function IndexFigures({ job, className }: { job: IndexJobDto; className?: string }) {
  const t = useTranslations("jobs");
  const locale = useLocale();
  const words = useErrorWords();
  const number = (value: number) => formatNumber(value, locale);
  const { progress, state } = job;
  const moves = useMoves(progress);
  const running = state === "running";
  const parts: string[] = [];
  if (state === "queued") parts.push(t("pull.waiting"));
  if (progress?.phase === "listing" && running) parts.push(t("index.listing"));
  if (progress?.phase === "referrers" && running) parts.push(t("index.referrers"));
  if (progress && progress.phase !== "listing") {
    const { repositories, tags, waiting, secondsLeft } = progress;
    parts.push(t("index.repositories", { done: number(repositories.done), total: repositories.total }));
    parts.push(
      tags.open
        ? t("index.tagsOpen", { count: tags.done })
        : t("index.tags", { done: number(tags.done), total: tags.total }),
    );
    if (running && moves && !waiting) {
      if (progress.tagsPerSecond > 0)
        parts.push(
          t("index.tagsRate", { count: progress.tagsPerSecond, rate: number(progress.tagsPerSecond) }),
        );
      if (progress.requestsPerSecond > 0)
        parts.push(
          t("index.requestsRate", {
            count: progress.requestsPerSecond,
            rate: number(progress.requestsPerSecond),
          }),
        );
      if (secondsLeft !== null)
        parts.push(t("pull.left", { time: formatDuration(secondsLeft * 1000, locale) }));
    }
    const failed = repositories.failed + tags.failed;
    if (failed > 0) parts.push(t("index.failed", { count: failed }));
    if (repositories.excluded > 0) parts.push(t("index.excluded", { count: repositories.excluded }));
  }
  if (progress?.waiting && running) {
    const { seconds, error, queued } = progress.waiting;
    const why = words(error).title;
    if (seconds > 0) parts.push(t("index.waiting", { time: formatDuration(seconds * 1000, locale), why }));
    else parts.push(queued ? t("pull.waiting") : t("index.asking", { why }));
  }
  return (
    <span className={cn("flex flex-wrap gap-x-3 text-ink-2 tabular-nums", className)}>
      {parts.map((part) => (
        <span key={part}>{part}</span>
      ))}
    </span>
  );
}
