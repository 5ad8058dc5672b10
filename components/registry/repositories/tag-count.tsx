import { useTranslations } from "next-intl";
import { Badge } from "#components/ui/badge.tsx";
import type { RepositoryRow } from "#lib/services/repositories/index.ts";
import { strong } from "../strong.tsx";

interface TagCountProps {
  row: Pick<RepositoryRow, "tagCount" | "indexError">;
  words: (count: number) => string;
  /** "12 tags" instead of "12", where no column header says what is counted. */
  spelled?: boolean;
}

/** How many tags, or why that is not known. */
export function TagCount({ row, words, spelled = false }: TagCountProps) {
  const t = useTranslations();
  if (row.indexError) return <Badge tone="warn">{t("repositories.list.failed")}</Badge>;
  if (row.tagCount === null) {
    return <span className="text-ink-3 text-xs">{t("repositories.list.notIndexed")}</span>;
  }
  if (!spelled) return <span className="text-ink">{words(row.tagCount)}</span>;
  return t.rich("tags.repository.count", { count: row.tagCount, words: words(row.tagCount), ...strong });
}
