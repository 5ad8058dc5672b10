import { useLocale, useTranslations } from "next-intl";
import { useMemo } from "react";
import type { DataFilter, DataHiding } from "#components/data-table/types.ts";
import { formatBytes, formatCount } from "#lib/format.ts";
import type { RepositoryView } from "#lib/services/repositories/index.ts";

const sizes = [10_000_000, 100_000_000, 1_000_000_000];
const newer = [7, 30];
const older = [30, 90, 365];

/** By what a list of tags can be narrowed beside its text. */
export function useTagFilters(platforms: RepositoryView["platforms"]): readonly DataFilter[] {
  const t = useTranslations("tags.list");
  const locale = useLocale();
  return useMemo(() => {
    const days = (which: "newer" | "older") => (count: number) => ({
      value: `${which}:${count}`,
      label: t(which, { count }),
    });
    const choices = platforms.map(({ platform }) => ({ value: platform, label: platform }));
    return [
      ...(choices.length > 1 ? [{ param: "platform", label: t("platform"), options: choices }] : []),
      {
        param: "size",
        label: t("sizeFrom"),
        options: sizes.map((bytes) => ({ value: String(bytes), label: formatBytes(bytes, locale) })),
      },
      {
        param: "age",
        label: t("age"),
        options: [...newer.map(days("newer")), ...older.map(days("older"))],
      },
    ];
  }, [platforms, t, locale]);
}

/** Tags of signatures and attestations: what they say stands beside the images they are about. */
export function useHiddenAttachments(): DataHiding {
  const t = useTranslations("tags.list.attachments");
  const locale = useLocale();
  return {
    param: "attachments",
    hidden: (count) => t("hidden", { count, words: formatCount(count, locale) }),
    shown: t("shown"),
  };
}
