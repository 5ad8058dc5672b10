"use client";

import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { formatDuration } from "#lib/format.ts";
import type { AuditDetailDto } from "#lib/services/audit/types.ts";
import { errorOf, getJson } from "../data-table/request.ts";
import { ErrorState } from "../feedback/error-state.tsx";
import { useErrorWords } from "../feedback/error-words.ts";
import { DetailList } from "../ui/panel.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { ActorName, EventTime, OutcomeBadge } from "./cells.tsx";
import { auditKeys } from "./keys.ts";
import { Changes, changesOf, RecordedValue } from "./value.tsx";
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
  const words = useActionWords();
  const changes = changesOf(event.before, event.after);
  const facts = Object.entries(event.facts);
  return (
    <article className="flex flex-col gap-5">
      <header className="flex flex-col gap-1">
        <h2 className="flex flex-wrap items-center gap-2 font-semibold text-base">
          {words(event.action)}
          <OutcomeBadge outcome={event.outcome} />
        </h2>
        <p className="text-ink-3 text-sm">
          {t("event", { id: event.id })} · <EventTime value={event.at} />
        </p>
      </header>
      <Outcome event={event} />
      <Facts event={event} />
      {changes.length > 0 ? <Changes changes={changes} /> : null}
      {facts.length > 0 ? (
        <section className="flex flex-col gap-1.5">
          <h3 className="font-semibold text-sm">{t("facts")}</h3>
          <DetailList
            items={facts.map(([key, value]) => ({
              key,
              label: <span className="font-mono text-xs">{key}</span>,
              value: <RecordedValue value={value} />,
            }))}
          />
        </section>
      ) : null}
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

function Facts({ event }: { event: AuditDetailDto }) {
  const t = useTranslations("audit.detail");
  const locale = useLocale();
  const rows: readonly (readonly [string, string, ReactNode])[] = [
    [
      "person",
      t("person"),
      <>
        <ActorName name={event.actorName} />
        {event.sessionId ? <> · {t("session", { id: event.sessionId.slice(0, 8) })}</> : null}
      </>,
    ],
    ["action", t("action"), <Mono key="action" text={event.action} />],
    ["target", t("target"), event.targetName],
    ["targetId", t("targetId"), event.targetId && <Mono text={event.targetId} />],
    ["registry", t("registry"), event.registryName],
    ["address", t("address"), event.address && <Address event={event} />],
    ["program", t("program"), event.userAgent],
    ["started", t("started"), event.startedAt && <EventTime value={event.startedAt} />],
    ["took", t("took"), event.durationMs === null ? null : formatDuration(event.durationMs, locale)],
    ["request", t("request"), event.requestId && <Mono text={event.requestId} />],
    ["operation", t("operation"), <Mono key="operation" text={event.operationId} />],
  ];
  const known = rows.filter(([, , value]) => value !== null && value !== "");
  return <DetailList items={known.map(([key, label, value]) => ({ key, label, value }))} />;
}

function Mono({ text }: { text: string }) {
  return <code className="break-all font-mono text-xs">{text}</code>;
}

/** The client, and the proxy in between where there was one. */
function Address({ event }: { event: AuditDetailDto }) {
  const t = useTranslations("audit.detail");
  const through =
    event.peerAddress !== null && event.peerAddress !== event.address ? event.peerAddress : null;
  return (
    <>
      <Mono text={event.address ?? ""} />
      {through ? <span className="block text-ink-3 text-xs">{t("peer", { address: through })}</span> : null}
    </>
  );
}

function DetailSkeleton() {
  return (
    <div className="flex flex-col gap-3" aria-hidden="true">
      <Skeleton className="h-6 w-48" />
      <Skeleton className="h-4 w-36" />
      {["a", "b", "c", "d", "e", "f"].map((line) => (
        <Skeleton key={line} className="h-4 w-full" />
      ))}
    </div>
  );
}
