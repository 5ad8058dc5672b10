"use client";

import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { chipStyle } from "#components/ui/chip.ts";
import { ForeignText } from "#components/ui/foreign-text.tsx";
import { formatBytes } from "#lib/format.ts";
import type { PlatformView } from "#lib/services/tags/index.ts";

/** More would push what they choose off the screen; the rest unfolds. */
const SHOWN = 6;

interface PlatformChipsProps {
  platforms: readonly PlatformView[];
  current: string | undefined;
}

/** Which platform's image the page shows, kept in the address. */
export function PlatformChips({ platforms, current }: PlatformChipsProps) {
  const t = useTranslations("tags.overview");
  const held = platforms.filter((entry) => entry.held);
  const first = held.slice(0, held.length > SHOWN + 1 ? SHOWN : held.length);
  const folded = held.slice(first.length);
  const hiddenCurrent = folded.find(({ digest }) => digest === current);
  return (
    <nav aria-label={t("platform")} className="flex min-w-0 flex-wrap items-start gap-2">
      {[...first, ...(hiddenCurrent ? [hiddenCurrent] : [])].map((entry) => (
        <Chip key={entry.digest + entry.platform} entry={entry} current={current} />
      ))}
      {folded.length > 0 ? (
        <details className="open:w-full">
          <summary className={chipStyle}>{t("morePlatforms", { count: folded.length })}</summary>
          <div className="flex flex-wrap gap-2 pt-2">
            {folded.map((entry) => (
              <Chip key={entry.digest + entry.platform} entry={entry} current={current} />
            ))}
          </div>
        </details>
      ) : null}
    </nav>
  );
}

function Chip({ entry, current }: { entry: PlatformView; current: string | undefined }) {
  const locale = useLocale();
  const search = new URLSearchParams(useSearchParams());
  search.set("platform", entry.platform);
  return (
    <Link
      href={`?${search}`}
      scroll={false}
      aria-current={entry.digest === current ? "true" : undefined}
      className={chipStyle}
    >
      <span className="truncate">
        <ForeignText text={entry.platform} whole />
        {entry.totalBytes === null ? "" : ` · ${formatBytes(entry.totalBytes, locale)}`}
      </span>
    </Link>
  );
}
