"use client";

import { Settings } from "lucide-react";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { type ReactNode, useMemo } from "react";
import {
  type DataColumn,
  type DataPage,
  DataTable,
  type TableRequest,
} from "#components/data-table/index.ts";
import { fetchPage } from "#components/data-table/request.ts";
import { useErrorWords } from "#components/feedback/error-words.ts";
import { buttonStyle } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { Time } from "#components/ui/time.tsx";
import { formatNumber } from "#lib/format.ts";
import type { RegistrySummary } from "#lib/services/registries/types.ts";
import { registryHref, registrySettingsHref } from "../../hrefs.ts";
import { registryKeys } from "../keys.ts";
import { RegistryState } from "./registry-state.tsx";

interface RegistryTableProps {
  readonly initialPage: DataPage<RegistrySummary>;
  /** May change registries: the way to their settings is shown. */
  readonly manages: boolean;
  readonly empty: ReactNode;
}

const keyOf = (row: RegistrySummary) => row.id;
const nameOf = (row: RegistrySummary) => row.name;
const hrefOf = (row: RegistrySummary) => registryHref(row.id);
const load = (request: TableRequest, signal: AbortSignal) =>
  fetchPage<RegistrySummary>("/api/v1/registries", request, signal);

/** All connected registries. */
export function RegistryTable({ initialPage, manages, empty }: RegistryTableProps) {
  const t = useTranslations("registries.list");
  return (
    <DataTable
      id="registries"
      label={t("caption")}
      queryKey={registryKeys.list()}
      load={load}
      initialPage={initialPage}
      columns={useColumns(manages)}
      rowKey={keyOf}
      rowName={nameOf}
      rowHref={hrefOf}
      stacked={(row) => <StackedRegistry row={row} />}
      defaultSort={{ column: "name", direction: "asc" }}
      searchLabel={t("filter")}
      empty={empty}
    />
  );
}

function useColumns(manages: boolean): readonly DataColumn<RegistrySummary>[] {
  const t = useTranslations("registries.list");
  const product = useTranslations("registries.product");
  const locale = useLocale();
  return useMemo(() => {
    const columns: DataColumn<RegistrySummary>[] = [
      {
        id: "name",
        header: t("name"),
        sortable: true,
        fixed: true,
        cell: (row) => (
          <span className="flex min-w-0 items-center gap-2.5">
            <RegistryState registry={row} />
            <Link
              href={hrefOf(row)}
              title={row.name}
              className="truncate rounded-sm font-semibold text-ink hover:underline"
            >
              {row.name}
            </Link>
          </span>
        ),
      },
      {
        id: "address",
        header: t("address"),
        sortable: true,
        cell: (row) => (
          <span title={row.endpoint} className="truncate font-mono">
            {addressOf(row)}
          </span>
        ),
      },
      {
        id: "product",
        header: t("kind"),
        sortable: true,
        width: 10,
        room: "5xl",
        cell: (row) =>
          row.productName ?? (row.product === "generic" ? t("someProduct") : product(row.product)),
      },
      {
        id: "health",
        header: t("health"),
        cell: (row) => <HealthWord row={row} />,
      },
      {
        id: "repositories",
        header: t("repositories"),
        sortable: true,
        descendingFirst: true,
        align: "right",
        width: 7.25,
        room: "2xl",
        cell: (row) => <RepositoryCount row={row} locale={locale} hint={t("truncated")} />,
      },
      {
        id: "indexed",
        time: true,
        header: t("indexed"),
        sortable: true,
        descendingFirst: true,
        width: 9.5,
        room: "4xl",
        cell: (row) => <Time value={row.indexedAt} fallback={t("notIndexed")} />,
      },
    ];
    if (manages) columns.push(settingsColumn(t("settingsColumn"), (name) => t("settings", { name })));
    return columns;
  }, [t, product, locale, manages]);
}

function settingsColumn(header: string, label: (name: string) => string): DataColumn<RegistrySummary> {
  return {
    id: "settings",
    header,
    quietHeader: true,
    fixed: true,
    align: "right",
    width: 3.5,
    cell: (row) => (
      <Link
        href={registrySettingsHref(row.id)}
        aria-label={label(row.name)}
        title={label(row.name)}
        className={cn(buttonStyle({ variant: "ghost", size: "sm" }), "w-7 px-0")}
      >
        <Settings aria-hidden="true" />
      </Link>
    ),
  };
}

/** docker.io says more than registry-1.docker.io; a plain-HTTP registry says so. */
function addressOf(row: RegistrySummary): string {
  return row.endpoint.startsWith("http://") ? row.endpoint : row.host;
}

/** The word for its state or, when something is wrong, what. The dot beside the name has the word in any case. */
function HealthWord({ row }: { row: RegistrySummary }) {
  const t = useTranslations("registries.health");
  const errorWords = useErrorWords();
  if (row.disabled) return <span className="text-ink-2">{t("disabled")}</span>;
  if (row.healthError === null || row.health === "ok")
    return <span className="text-ink-2">{t(row.health)}</span>;
  const cause = errorWords(row.healthError).title;
  return (
    <span className="block truncate text-ink-2" title={cause}>
      {cause}
    </span>
  );
}

function RepositoryCount({ row, locale, hint }: { row: RegistrySummary; locale: string; hint: string }) {
  if (row.indexedAt === null && row.repositoryCount === 0) return "—";
  const count = formatNumber(row.repositoryCount, locale);
  return row.truncated ? <span title={hint}>{count}+</span> : count;
}

function StackedRegistry({ row }: { row: RegistrySummary }) {
  const t = useTranslations("registries.list");
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 gap-y-1">
      <span className="flex min-w-0 items-center gap-2.5">
        <RegistryState registry={row} />
        <Link
          href={hrefOf(row)}
          className="truncate font-semibold text-base text-ink after:absolute after:inset-0"
        >
          {row.name}
        </Link>
      </span>
      <span className="text-right text-ink text-sm">
        {row.indexedAt === null && row.repositoryCount === 0
          ? "—"
          : t("count", { count: row.repositoryCount })}
      </span>
      <span className="truncate font-mono text-ink-3 text-xs">{addressOf(row)}</span>
      <span className="text-right text-ink-3 text-xs">
        {row.disabled ? <HealthWord row={row} /> : <Time value={row.indexedAt} fallback={t("notIndexed")} />}
      </span>
    </div>
  );
}
