"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type ReactNode, useCallback, useMemo } from "react";
import {
  type DataFilter,
  type DataPage,
  DataTable,
  type TableRequest,
} from "#components/data-table/index.ts";
import { fetchPage } from "#components/data-table/request.ts";
import { useLive } from "#components/live/use-live.ts";
import type { EventRow } from "#lib/services/notifications/index.ts";
import { registryKeys } from "../keys.ts";
import { StackedActivity, useActivityColumns } from "./columns.tsx";

interface ActivityTableProps {
  readonly registryId: string;
  /** Of one repository only. */
  readonly repository?: string | undefined;
  /** The registry's name, or the repository's. */
  readonly name: string;
  readonly initialPage?: DataPage<EventRow> | undefined;
  /** Who can be filtered by. */
  readonly actors: readonly string[];
  readonly empty: ReactNode;
}

const kinds = ["push", "pull", "delete", "mount"] as const;
const keyOf = (event: EventRow) => event.id;

/** What a registry told of itself, newest first; it grows while one looks. */
export function ActivityTable(props: ActivityTableProps) {
  const { registryId, repository, name, initialPage, actors, empty } = props;
  const t = useTranslations("activity");
  const client = useQueryClient();
  const queryKey = registryKeys.activity(registryId, repository);
  useLive((message) => {
    const told = message.type === "change" && message.change.topic === "activity";
    if (told && message.change.id === registryId) void client.invalidateQueries({ queryKey });
  });
  const load = useCallback(
    (request: TableRequest, signal: AbortSignal) => {
      const filters = { ...request.filters, registryId, ...(repository ? { repository } : {}) };
      return fetchPage<EventRow>("/api/v1/activity", { ...request, filters }, signal);
    },
    [registryId, repository],
  );
  const columns = useActivityColumns(registryId, repository === undefined);
  const filters = useMemo<readonly DataFilter[]>(
    () => [
      {
        param: "kind",
        label: t("kind"),
        options: kinds.map((value) => ({ value, label: t(`kinds.${value}`) })),
      },
      ...(actors.length > 0
        ? [
            {
              param: "actor",
              label: t("who"),
              options: actors.map((actor) => ({ value: actor, label: actor })),
            },
          ]
        : []),
    ],
    [t, actors],
  );
  return (
    <DataTable
      id="activity"
      label={t("label", { name })}
      queryKey={queryKey}
      load={load}
      {...(initialPage ? { initialPage } : {})}
      columns={columns}
      rowKey={keyOf}
      rowName={(event) => t(`kinds.${event.kind}`)}
      stacked={(event) => (
        <StackedActivity event={event} registryId={registryId} whole={repository === undefined} />
      )}
      searchLabel={t("filter")}
      filters={filters}
      empty={empty}
    />
  );
}
