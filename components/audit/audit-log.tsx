"use client";

import { ScrollText, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { lazy, Suspense, useCallback, useMemo } from "react";
import type { AuditChoices } from "#lib/services/audit/list-choices.ts";
import type { AuditEventDto } from "#lib/services/audit/types.ts";
import { type DataFilter, type DataPage, DataTable } from "../data-table/index.ts";
import { EmptyState } from "../feedback/empty-state.tsx";
import { PageHeader } from "../layout/page-header.tsx";
import { Callout } from "../ui/callout.tsx";
import { Sheet } from "../ui/dialog.tsx";
import { IconButton } from "../ui/icon-button.tsx";
import { useUrlParams } from "../ui/use-url-params.ts";
import { StackedEvent, useAuditColumns } from "./columns.tsx";
import { DateRange } from "./date-range.tsx";
import { DetailSkeleton } from "./detail-skeleton.tsx";
import { ExportMenu } from "./export-menu.tsx";
import { auditKeys } from "./keys.ts";
import { extraParams, loadEvents } from "./request.ts";
import { useWide } from "./use-wide.ts";
import { useActionWords } from "./words.ts";

const EventDetail = lazy(async () => ({ default: (await import("./event-detail.tsx")).EventDetail }));

interface AuditLogProps {
  /** Absent when the address narrows by days, which only the browser can turn into absolute time. */
  initialPage?: DataPage<AuditEventDto>;
  choices: AuditChoices;
}

const keyOf = (event: AuditEventDto) => event.id;

/** The log and, beside it, what is known about one event. */
export function AuditLog({ initialPage, choices }: AuditLogProps) {
  const t = useTranslations("audit");
  const words = useActionWords();
  const wide = useWide();
  const [params, change] = useUrlParams();
  const shown = params.get("event");
  const open = useCallback((event: AuditEventDto) => change({ event: event.id }), [change]);
  const filters = useFilters(choices);
  const columns = useAuditColumns(open, wide && shown !== null);
  const detail =
    shown !== null && /^\d{1,18}$/.test(shown) ? (
      <Suspense fallback={<DetailSkeleton />}>
        <EventDetail id={shown} />
      </Suspense>
    ) : null;
  return (
    <>
      <PageHeader
        title={t("title")}
        meta={t("intro")}
        actions={<ExportMenu names={[...filters.map(({ param }) => param), ...extraParams]} />}
        className="pb-1"
      />
      {choices.protectedByRole ? null : (
        <Callout tone="warn" title={t("weakTitle")} className="mt-2">
          {t("weakHelp")}
        </Callout>
      )}
      <div className="flex flex-1 items-stretch">
        <div className="flex min-w-0 flex-1 flex-col">
          <DataTable
            id="audit"
            label={t("caption")}
            queryKey={auditKeys.list()}
            load={loadEvents}
            {...(initialPage ? { initialPage } : {})}
            columns={columns}
            rowKey={keyOf}
            rowName={(event) => words(event.action)}
            onOpenRow={open}
            openedKey={shown}
            stacked={(event) => <StackedEvent event={event} open={open} />}
            searchLabel={t("filter")}
            filters={filters}
            extraParams={extraParams}
            toolbar={<DateRange />}
            empty={
              <EmptyState icon={<ScrollText />} title={t("empty")}>
                {t("emptyHelp")}
              </EmptyState>
            }
          />
        </div>
        {wide && detail ? (
          <aside
            aria-label={t("detail.label", { id: shown ?? "" })}
            className="sticky top-(--shell-top) ml-5 h-[calc(100dvh-var(--shell-top))] w-92 shrink-0 overflow-y-auto border-line border-l py-4 pl-5"
          >
            <IconButton
              label={t("detail.close")}
              size="sm"
              tip="left"
              onClick={() => change({ event: null })}
              className="float-right -mt-0.5"
            >
              <X />
            </IconButton>
            {detail}
          </aside>
        ) : null}
      </div>
      {!wide && detail ? (
        <Sheet open onOpenChange={(next) => !next && change({ event: null })} title={t("title")} hideTitle>
          {detail}
        </Sheet>
      ) : null}
    </>
  );
}

function useFilters(choices: AuditChoices): readonly DataFilter[] {
  const t = useTranslations("audit");
  const words = useActionWords();
  return useMemo(
    () => [
      {
        param: "when",
        label: t("filters.when"),
        options: [
          { value: "24h", label: t("filters.last24h") },
          { value: "7d", label: t("filters.last7d") },
          { value: "30d", label: t("filters.last30d") },
        ],
      },
      {
        param: "actor",
        label: t("filters.actor"),
        options: choices.actors.map((name) => ({
          value: name,
          label: name === "anonymous" ? t("anonymous") : name === "system" ? t("system") : name,
        })),
      },
      {
        param: "action",
        label: t("filters.action"),
        options: choices.actions.map((action) => ({ value: action, label: words(action) })),
      },
      {
        param: "outcome",
        label: t("filters.outcome"),
        options: (["done", "failed", "denied", "pending"] as const).map((value) => ({
          value,
          label: t(`outcomes.${value}`),
        })),
      },
      {
        param: "registry",
        label: t("filters.registry"),
        options: choices.registries.map(({ id, name }) => ({ value: id, label: name })),
      },
    ],
    [t, words, choices],
  );
}
