"use client";

import { useLocale, useTranslations } from "next-intl";
import { Badge } from "#components/ui/badge.tsx";
import { formatBytes } from "#lib/format.ts";
import type { TagRow } from "#lib/services/tags/index.ts";
import { artifactKind, shortPlatform } from "../kind.ts";

const SHOWN = 3;

/** What a tag is for at a glance: its platforms, or what it is when it is no image. */
export function PlatformBadges({ row }: { row: TagRow }) {
  const t = useTranslations("tags");
  const locale = useLocale();
  if (row.error) return <Badge tone="danger">{t("list.failed")}</Badge>;
  if (row.kind === null) return <span className="text-ink-3 text-xs">{t("list.resolving")}</span>;
  if (row.kind === "schema1") return <Badge tone="warn">{t("list.schema1")}</Badge>;
  if (row.kind === "artifact") {
    const kind = artifactKind(row.artifactType);
    return (
      <Badge title={row.artifactType ?? undefined}>
        <span className="truncate">
          {kind ? t(`kind.${kind}`) : (row.artifactType ?? t("list.artifact"))}
        </span>
      </Badge>
    );
  }
  const hidden = row.platforms.slice(SHOWN);
  const words = ({ platform, bytes }: TagRow["platforms"][number]) =>
    bytes === null ? platform : t("list.platformSize", { platform, size: formatBytes(bytes, locale) });
  return (
    <span className="flex gap-1.5">
      {row.platforms.slice(0, SHOWN).map((entry) => (
        <Badge key={entry.platform} title={words(entry)} mono className="text-[0.71875rem]">
          {shortPlatform(entry.platform)}
        </Badge>
      ))}
      {hidden.length > 0 ? (
        <Badge title={hidden.map(words).join("\n")}>{t("list.more", { count: String(hidden.length) })}</Badge>
      ) : null}
    </span>
  );
}
