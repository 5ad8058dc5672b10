"use client";

import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { formatDuration, formatNumber } from "#lib/format.ts";
import type { AuditDetailDto } from "#lib/services/audit/types.ts";
import { errorOf, getJson } from "../data-table/request.ts";
import { ErrorState } from "../feedback/error-state.tsx";
import { useErrorWords } from "../feedback/error-words.ts";
import { CodeBlock } from "../ui/copy.tsx";
import { EventTime, OutcomeBadge } from "./cells.tsx";
import { DetailSkeleton } from "./detail-skeleton.tsx";
import { EventFacts } from "./event-facts.tsx";
import { auditKeys } from "./keys.ts";
import { Changes, changesOf } from "./value.tsx";
import { useActionWords } from "./words.ts";

/** Everything there is to know about one event. */
export function EventDetail({ id }: { id: string }) {
  const { data, error } = useQuery({
    queryKey: auditKeys.event(id),
    queryFn: ({ signal }) => getJson<AuditDetailDto>(`/api/v1/audit/${id}`, signal),
  });
  if (error) return <ErrorState error={errorOf(error)} size="inline" />;
  if (!data) return <DetailSkeleton />;
  return <Detail event={data} />;
}

function Detail({ event }: { event: AuditDetailDto }) {
  const t = useTranslations("audit.detail");
  const locale = useLocale();
  const words = useActionWords();
  const changes = changesOf(event.before, event.after);
  return (
    <article className="flex flex-col gap-5">
      <header className="flex flex-col gap-1">
        <h2 className="flex flex-wrap items-center gap-2 font-semibold text-base">
          {words(event.action)}
          <OutcomeBadge outcome={event.outcome} />
        </h2>
        <p className="flex flex-wrap gap-x-3 text-ink-3 text-sm *:whitespace-nowrap">
          <span>{t("event", { id: formatNumber(BigInt(event.id), locale) })}</span>
          <EventTime value={event.at} />
          {event.durationMs === null ? null : (
            <span>{t("took", { time: formatDuration(event.durationMs, locale) })}</span>
          )}
        </p>
      </header>
      <Outcome event={event} />
      <EventFacts event={event} />
      {changes.length > 0 ? <Changes changes={changes} /> : null}
      <details className="text-xs">
        <summary className="w-fit text-ink-2 underline decoration-line-strong underline-offset-4 hover:text-ink">
          {t("raw")}
        </summary>
        <CodeBlock
          code={JSON.stringify(event, null, 2)}
          className="mt-2 [&_pre]:whitespace-pre-wrap [&_pre]:break-words"
        />
      </details>
    </article>
  );
}

/** Why it did not go well, in the words the person got to read. */
function Outcome({ event }: { event: AuditDetailDto }) {
  const t = useTranslations("audit.outcomeHelp");
  const errorWords = useErrorWords();
  if (event.outcome === "pending") return <p className="text-ink-2 text-sm">{t("pending")}</p>;
  if (event.errorCode === null) return null;
  return <p className="text-ink-2 text-sm">{errorWords({ code: event.errorCode }).title}</p>;
}
