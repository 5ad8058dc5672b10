"use client";

import { useLocale, useTranslations } from "next-intl";
import { type ReactNode, useCallback, useMemo } from "react";
import {
  type DataColumn,
  type DataPage,
  DataTable,
  type TableRequest,
} from "#components/data-table/index.ts";
import { fetchPage } from "#components/data-table/request.ts";
import { Bytes } from "#components/ui/bytes.tsx";
import { Time } from "#components/ui/time.tsx";
import { formatNumber } from "#lib/format.ts";
import type { RepositoryRow } from "#lib/services/repositories/index.ts";
import { repositoryHref } from "../../hrefs.ts";
import { repositoryKeys } from "../keys.ts";
import { RepositoryName } from "./repository-name.tsx";
import { TagCount } from "./tag-count.tsx";
import { ViewSwitch } from "./view-switch.tsx";

interface RepositoryTableProps {
  registryId: string;
  registry: string;
  initialPage: DataPage<RepositoryRow>;
  /** Some are pinned, so that filtering for them makes sense. */
  hasPinned: boolean;
  filling: boolean;
  empty: ReactNode;
  footer: ReactNode;
}

const nameOf = (row: RepositoryRow) => row.name;

/** All repositories of a registry, sorted and filtered on the server. */
export function RepositoryTable({ registryId, registry, hasPinned, ...props }: RepositoryTableProps) {
  const t = useTranslations("repositories.list");
  const columns = useColumns(registryId);
  const load = useCallback(
    (request: TableRequest, signal: AbortSignal) => {
      const filters = { ...request.filters, registryId };
      return fetchPage<RepositoryRow>("/api/v1/repositories", { ...request, filters }, signal);
    },
    [registryId],
  );
  const filters = useMemo(
    () =>
      hasPinned
        ? [{ param: "pinned", label: t("pinnedOnly"), options: [{ value: "true", label: t("pinnedYes") }] }]
        : [],
    [hasPinned, t],
  );
  return (
    <DataTable
      id="repositories"
      label={t("label", { registry })}
      queryKey={repositoryKeys.list(registryId)}
      load={load}
      columns={columns}
      rowKey={nameOf}
      rowName={nameOf}
      rowHref={(row) => repositoryHref(registryId, row.name)}
      stacked={(row) => <StackedRepository registryId={registryId} row={row} />}
      defaultSort={{ column: "name", direction: "asc" }}
      searchLabel={(count) => (count === null ? t("filterAny") : t("filter", { count }))}
      filters={filters}
      toolbar={<ViewSwitch view="list" />}
      {...props}
    />
  );
}

function useColumns(registryId: string): readonly DataColumn<RepositoryRow>[] {
  const t = useTranslations("repositories.list");
  const locale = useLocale();
  return useMemo(
    () => [
      {
        id: "name",
        header: t("columns.name"),
        sortable: true,
        fixed: true,
        cell: (row) => <RepositoryName registryId={registryId} row={row} />,
      },
      {
        id: "tags",
        header: t("columns.tags"),
        sortable: true,
        descendingFirst: true,
        align: "right",
        width: 10.75,
        cell: (row) => <TagCount row={row} words={(count) => formatNumber(count, locale)} />,
      },
      {
        id: "size",
        header: t("columns.size"),
        sortable: true,
        descendingFirst: true,
        align: "right",
        width: 7.5,
        cell: (row) =>
          row.storedBytes === null ? "—" : <Bytes value={row.storedBytes} className="text-ink" />,
      },
      {
        id: "pushed",
        time: true,
        header: t("columns.pushed"),
        sortable: true,
        descendingFirst: true,
        width: 10.75,
        room: "2xl",
        cell: (row) => (row.tagCount ? <Time value={row.lastPushedAt} /> : "—"),
      },
      {
        id: "indexed",
        time: true,
        header: t("columns.indexed"),
        sortable: true,
        descendingFirst: true,
        width: 9.5,
        room: "4xl",
        cell: (row) => (row.indexedAt ? <Time value={row.indexedAt} /> : "—"),
      },
    ],
    [t, registryId, locale],
  );
}

function StackedRepository({ registryId, row }: { registryId: string; row: RepositoryRow }) {
  const locale = useLocale();
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 gap-y-1">
      <RepositoryName registryId={registryId} row={row} />
      <span className="text-right text-ink">
        {row.storedBytes === null ? "—" : <Bytes value={row.storedBytes} />}
      </span>
      <span className="text-ink-3 text-xs">
        <TagCount row={row} words={(count) => formatNumber(count, locale)} spelled />
      </span>
      <span className="text-right text-ink-3 text-xs">
        {row.tagCount ? <Time value={row.lastPushedAt} /> : null}
      </span>
    </div>
  );
}
