import { Pin } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { RepositoryRow } from "#lib/services/repositories/index.ts";
import { repositoryHref } from "../../hrefs.ts";

interface RepositoryNameProps {
  registryId: string;
  row: Pick<RepositoryRow, "name" | "pinned">;
  /** Shown instead of the whole name: in the tree, the last part. */
  text?: string;
}

/** Links to the repository; the namespace is quieter than the name itself. */
export function RepositoryName({ registryId, row, text }: RepositoryNameProps) {
  const t = useTranslations("repositories.list");
  const shown = text ?? row.name;
  const slash = shown.lastIndexOf("/") + 1;
  return (
    <span className="flex min-w-0 items-center gap-2">
      <Link
        href={repositoryHref(registryId, row.name)}
        prefetch={false}
        title={row.name}
        // Its parts stand in boxes of their own; said, it is one word.
        aria-label={shown}
        className="thumb relative flex min-w-0 rounded-sm font-mono max-sm:flex-wrap text-ink hover:underline"
      >
        {/* Of a name too long for its place the namespace is cut first. */}
        {slash > 0 ? (
          <span className="min-w-8 shrink-[1000] truncate text-ink-3">{shown.slice(0, slash)}</span>
        ) : null}
        <span className="min-w-0 truncate font-semibold">{shown.slice(slash)}</span>
      </Link>
      {row.pinned ? (
        <Pin role="img" aria-label={t("pinned")} className="size-3.5 shrink-0 text-ink-3" />
      ) : null}
    </span>
  );
}
