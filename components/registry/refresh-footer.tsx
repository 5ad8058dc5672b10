"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ReactNode, useTransition } from "react";
import { Freshness } from "#components/data-table/index.ts";
import { useToast } from "#components/feedback/toast.tsx";
import type { Result } from "#lib/errors.ts";

interface RefreshFooterProps {
  indexedAt: string | null;
  indexing: boolean;
  /** The operation; absent for who may not ask the registry again. */
  refresh?: (() => Promise<Result<{ started: boolean }>>) | undefined;
  aside?: ReactNode;
}

/** How old the page is, and the way to make it younger. The page itself cost the registry nothing. */
export function RefreshFooter({ indexedAt, indexing, refresh, aside }: RefreshFooterProps) {
  const t = useTranslations("tags.list");
  const toast = useToast();
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  const start = () =>
    startTransition(async () => {
      const result = await refresh?.();
      if (result && !result.ok) toast.error(result.error);
      else router.refresh();
    });
  return (
    <Freshness
      indexedAt={indexedAt}
      indexing={indexing || pending}
      onRefresh={refresh ? start : undefined}
      aside={aside ?? t("requests")}
    />
  );
}
