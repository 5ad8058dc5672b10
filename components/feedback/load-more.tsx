"use client";

import { useTranslations } from "next-intl";
import { Button } from "../ui/button.tsx";

interface LoadMoreProps {
  hasMore: boolean;
  pending: boolean;
  onLoad: () => void;
}

/** The next keyset page, for short lists that do not scroll inside a table. */
export function LoadMore({ hasMore, pending, onLoad }: LoadMoreProps) {
  const t = useTranslations("ui.list");
  if (!hasMore) return null;
  return (
    <div className="flex justify-center py-3">
      <Button size="sm" pending={pending} onClick={onLoad}>
        {t("loadMore")}
      </Button>
    </div>
  );
}
