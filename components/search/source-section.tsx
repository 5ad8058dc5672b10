"use client";

import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { useId } from "react";
import { ErrorState } from "#components/feedback/error-state.tsx";
import { Button } from "#components/ui/button.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { formatCount } from "#lib/format.ts";
import { registryHref } from "../hrefs.ts";
import { FoundRow } from "./found-row.tsx";
import type { SourceState } from "./use-registry-search.ts";

interface SourceSectionProps {
  state: SourceState;
  /** Asks this registry again, or on from a cursor. */
  onAsk: (cursor?: string) => void;
  onOpen: ((repository: string) => void) | undefined;
  pulls: boolean;
}

/** One registry's share of the results. It waits for nobody, and its silence is its own. */
export default function SourceSection({ state, onAsk, onOpen, pulls }: SourceSectionProps) {
  const t = useTranslations("search.source");
  const common = useTranslations("common");
  const locale = useLocale();
  const headingId = useId();
  const { source, running, found, answer } = state;
  const error = state.refused ?? answer?.error;
  const count = answer?.total ?? found.length;
  const atLeast = answer?.total === undefined && answer?.next !== undefined ? "+" : "";
  return (
    <section aria-labelledby={headingId} aria-busy={running || undefined} className="pt-5">
      <header className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5 border-line border-b pb-1.5">
        <h2 id={headingId} className="min-w-0 font-semibold text-sm">
          <Link href={registryHref(source.registryId)} className="thumb relative rounded-sm hover:underline">
            {source.registry}
          </Link>
        </h2>
        {source.host === source.registry ? null : (
          <span className="min-w-0 truncate font-mono text-ink-3 text-xs">{source.host}</span>
        )}
        {answer && !(error && count === 0) ? (
          <span className="ml-auto text-ink-3 text-xs">
            {t(answer.by, { count, words: `${formatCount(count, locale)}${atLeast}` })}
          </span>
        ) : null}
      </header>
      {error ? (
        <div className="pt-3">
          <ErrorState
            error={error}
            size="inline"
            tone={error.code === "RATE_LIMITED" ? "warn" : "danger"}
            actions={
              <Button size="sm" pending={running} onClick={() => onAsk()}>
                {common("retry")}
              </Button>
            }
          />
          {found.length > 0 ? <p className="pt-3 text-ink-2 text-sm">{t("meanwhile")}</p> : null}
        </div>
      ) : null}
      <ul className="divide-y divide-line">
        {found.map((one) => (
          <FoundRow key={one.name} source={source} found={one} onOpen={onOpen} pulls={pulls} />
        ))}
      </ul>
      {running && found.length === 0 && !error ? <Waiting /> : null}
      {answer?.next ? (
        <Button pending={running} onClick={() => onAsk(answer.next)} className="mt-1 mb-2">
          {t("more", { registry: source.registry })}
        </Button>
      ) : null}
      {answer && !error && !running && found.length === 0 ? (
        <p className="py-3 text-ink-2 text-sm">
          {answer.unknown ? t(`unknown.${answer.unknown}`) : t("nothing")}
        </p>
      ) : null}
    </section>
  );
}

function Waiting() {
  return (
    <div className="divide-y divide-line">
      {["w-48", "w-64", "w-40"].map((width) => (
        <div key={width} className="flex flex-col gap-2 py-3.5">
          <Skeleton className={`${width} max-w-full`} />
          <Skeleton className="h-3 w-full max-w-lg" />
        </div>
      ))}
    </div>
  );
}
