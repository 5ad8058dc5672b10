"use client";

import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { formatBytes } from "#lib/format.ts";
import type { PlatformView } from "#lib/services/tags/index.ts";

/** Which platform's image the page shows, kept in the address. */
export function PlatformChips({
  platforms,
  current,
}: {
  platforms: readonly PlatformView[];
  current: string | undefined;
}) {
  const t = useTranslations("tags.overview");
  const locale = useLocale();
  const query = useSearchParams();
  const held = platforms.filter((entry) => entry.held);
  const hrefOf = (platform: string) => {
    const search = new URLSearchParams(query);
    search.set("platform", platform);
    return `?${search}`;
  };
  return (
    <nav aria-label={t("platform")} className="flex flex-wrap gap-2">
      {held.map((entry) => (
        <Link
          key={entry.digest + entry.platform}
          href={hrefOf(entry.platform)}
          scroll={false}
          aria-current={entry.digest === current ? "true" : undefined}
          className="inline-flex h-6 items-center rounded-sm border border-line-strong bg-sunk px-2 text-ink-2 text-xs hover:text-ink aria-[current=true]:border-ink-3 aria-[current=true]:bg-surface aria-[current=true]:text-ink"
        >
          {entry.platform}
          {entry.totalBytes === null ? "" : ` · ${formatBytes(entry.totalBytes, locale)}`}
        </Link>
      ))}
    </nav>
  );
}
