"use client";

import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { getJson } from "#components/data-table/request.ts";
import { cn } from "#components/ui/cn.ts";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { DiskUsage } from "#lib/docker/types.ts";
import { formatBytes, formatBytesExact } from "#lib/format.ts";
import { hostKeys } from "./keys.ts";

const parts = [
  { key: "images", bytes: (usage: DiskUsage) => usage.imagesBytes, colour: "bg-chart-1" },
  { key: "containers", bytes: (usage: DiskUsage) => usage.containersBytes, colour: "bg-chart-2" },
  { key: "volumes", bytes: (usage: DiskUsage) => usage.volumesBytes, colour: "bg-chart-3" },
  { key: "cache", bytes: (usage: DiskUsage) => usage.buildCacheBytes, colour: "bg-chart-4" },
] as const;

/** What takes how much of the host's disk, as one bar with its legend. Docker measures it, which takes a moment. */
export function DiskUsageBar({ hostId }: { hostId: string }) {
  const t = useTranslations("hosts.usage");
  const locale = useLocale();
  const { data, isError } = useQuery({
    queryKey: hostKeys.usage(hostId),
    queryFn: ({ signal }) => getJson<DiskUsage>(`/api/v1/hosts/${hostId}/disk-usage`, signal),
  });
  if (isError) return <p className="text-ink-3 text-sm">{t("failed")}</p>;
  if (!data) {
    return (
      <div aria-busy className="flex flex-col gap-1.5">
        <Skeleton className="h-2 w-full rounded-full" />
        <p className="text-ink-3 text-sm">{t("measuring")}</p>
      </div>
    );
  }
  const total = parts.reduce((sum, { bytes }) => sum + bytes(data), 0);
  return (
    <section aria-label={t("title")} className="flex flex-col gap-1.5">
      <div aria-hidden="true" className="flex h-2 w-full gap-px overflow-hidden rounded-full bg-line">
        {parts.map(({ key, bytes, colour }) =>
          bytes(data) > 0 ? (
            <span
              key={key}
              className={cn(colour, "forced-colors:border-r forced-colors:bg-[CanvasText]")}
              style={{ width: `${(bytes(data) / total) * 100}%` }}
            />
          ) : null,
        )}
      </div>
      <dl aria-label={t("label")} className="flex flex-wrap gap-x-5 gap-y-1 text-sm">
        {parts.map(({ key, bytes, colour }) => (
          <div key={key} className="flex items-center gap-2">
            <span aria-hidden="true" className={cn("size-2 rounded-[2px]", colour)} />
            <dt className="text-ink-2">{t(key)}</dt>
            <dd className="font-medium tabular-nums" title={formatBytesExact(bytes(data), locale)}>
              {formatBytes(bytes(data), locale)}
            </dd>
          </div>
        ))}
        <div className="flex gap-2 text-ink-3 sm:ml-auto">
          <dt className="sr-only">{t("title")}</dt>
          <dd>{t("total", { size: formatBytes(total, locale) })}</dd>
        </div>
      </dl>
    </section>
  );
}
