import { useTranslations } from "next-intl";
import { Badge } from "#components/ui/badge.tsx";
import type { ErrorDto } from "#lib/errors.ts";
import type { RepositoryRow } from "#lib/services/repositories/index.ts";
import { strong } from "../strong.tsx";

interface TagCountProps {
  row: Pick<RepositoryRow, "tagCount" | "indexError">;
  words: (count: number) => string;
  /** "12 tags" instead of "12", where no column header says what is counted. */
  spelled?: boolean;
}

function troubleOf({ code, reason }: ErrorDto) {
  if (reason === "endless_listing") return "endless";
  // The registry was disabled, or the server ended, while it was being read.
  return code === "CANCELLED" ? "stopped" : "failed";
}

/** How many tags, and whether the last look at them went well. */
export function TagCount({ row, words, spelled = false }: TagCountProps) {
  const t = useTranslations();
  const { tagCount, indexError } = row;
  const trouble = indexError ? (
    <Badge tone={indexError.code === "CANCELLED" ? "neutral" : "warn"}>
      {t(`repositories.list.${troubleOf(indexError)}`)}
    </Badge>
  ) : null;
  if (tagCount === null) {
    return trouble ?? <span className="text-ink-3 text-xs">{t("repositories.list.notIndexed")}</span>;
  }
  const count = spelled ? (
    t.rich("tags.repository.count", { count: tagCount, words: words(tagCount), ...strong })
  ) : (
    <span className="text-ink">{words(tagCount)}</span>
  );
  if (!trouble) return count;
  return (
    <span className="inline-flex items-center gap-2">
      {trouble}
      {count}
    </span>
  );
}
