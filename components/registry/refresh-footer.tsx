"use client";

import { useLocale, useTranslations } from "next-intl";
import { useTransition } from "react";
import { Freshness } from "#components/data-table/freshness.tsx";
import { useToast } from "#components/feedback/toast.tsx";
import { askRedraw } from "#components/live/redraw.ts";
import type { Result } from "#lib/errors.ts";
import { formatNumber } from "#lib/format.ts";
import { useIndexLive, type Watched } from "./use-index-live.ts";

interface RefreshFooterProps {
  /** What the page shows, to follow its index runs. */
  watched: Watched;
  indexedAt: string | null;
  indexing: boolean;
  /** What is open asks the registry by itself. */
  asks?: boolean;
  /** The operation; absent for who may not ask the registry again. */
  refresh?: (() => Promise<Result<unknown>>) | undefined;
}

/** How old the page is, and the way to make it younger. The page itself cost the registry nothing. */
export function RefreshFooter({ watched, indexedAt, indexing, asks, refresh }: RefreshFooterProps) {
  const t = useTranslations("tags.list");
  const locale = useLocale();
  const toast = useToast();
  const [pending, startTransition] = useTransition();
  const progress = useIndexLive(watched, indexing);
  const start = () =>
    startTransition(async () => {
      const result = await refresh?.();
      if (result && !result.ok) toast.error(result.error);
      else askRedraw(0);
    });
  return (
    <Freshness
      indexedAt={indexedAt}
      indexing={indexing || pending || progress !== null}
      onRefresh={refresh ? start : undefined}
      aside={
        progress
          ? t("indexing", {
              done: formatNumber(progress.done, locale),
              total: formatNumber(progress.total, locale),
            })
          : asks
            ? undefined
            : t("requests")
      }
    />
  );
}
