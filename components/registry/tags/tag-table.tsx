"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { type ReactNode, useCallback, useMemo } from "react";
import {
  type DataColumn,
  type DataPage,
  DataTable,
  type TableRequest,
} from "#components/data-table/index.ts";
import { fetchPage } from "#components/data-table/request.ts";
import { Bytes } from "#components/ui/bytes.tsx";
import { Digest } from "#components/ui/digest.tsx";
import { Time } from "#components/ui/time.tsx";
import type { RepositoryView } from "#lib/services/repositories/index.ts";
import type { TagRow } from "#lib/services/tags/index.ts";
import { tagHref } from "../../hrefs.ts";
import type { ActRights } from "../acts/types.ts";
import { repositoryKeys } from "../keys.ts";
import { shortPlatform } from "../kind.ts";
import { AttachedBadges } from "./attached-badges.tsx";
import { PlatformBadges } from "./platform-badges.tsx";
import { useTagActs } from "./tag-acts.tsx";
import { TagName } from "./tag-name.tsx";
import { useHiddenAttachments, useTagFilters } from "./use-tag-filters.ts";

interface TagTableProps {
  registryId: string;
  /** What docker writes before a repository. */
  host: string;
  repository: string;
  /** The registry's name. */
  registry: string;
  rights: ActRights;
  initialPage: DataPage<TagRow>;
  platforms: readonly { readonly platform: string; readonly tags: number }[];
  /** What the registry has told of its tags. */
  told: RepositoryView["told"];
  /** The first index run is under way. */
  filling: boolean;
  mayCopy: boolean;
  empty: ReactNode;
  footer: ReactNode;
}

const nameOf = (row: TagRow) => row.name;

/** All tags of a repository: sorted and filtered on the server, over every one of them. */
export function TagTable(all: TagTableProps) {
  const { registryId, host, repository, registry, rights, initialPage, platforms, told, mayCopy, ...props } =
    all;
  const t = useTranslations("tags.list");
  const { dialog, ...acts } = useTagActs({ registryId, host, repository }, { registry, rights, mayCopy });
  const columns = useColumns(registryId, repository, told, acts.column);
  const load = useCallback(
    (request: TableRequest, signal: AbortSignal) => {
      const path = "/api/v1/tags";
      const filters = { ...request.filters, registryId, repository };
      return fetchPage<TagRow>(path, { ...request, filters }, signal);
    },
    [registryId, repository],
  );
  const filters = useTagFilters(platforms);
  const hiding = useHiddenAttachments();
  return (
    <>
      <DataTable
        id="tags"
        label={t("label", { repository })}
        queryKey={repositoryKeys.tags(registryId, repository)}
        load={load}
        initialPage={initialPage}
        columns={columns}
        rowKey={nameOf}
        rowName={nameOf}
        rowHref={(row) => tagHref(registryId, repository, row.name)}
        stacked={(row) => (
          <StackedTag row={row} told={told.pushed} href={tagHref(registryId, repository, row.name)} />
        )}
        defaultSort={{ column: "name", direction: "desc" }}
        searchLabel={(count) => (count === null ? t("filterAny") : t("filter", { count }))}
        searchHint={t("filterHint")}
        filters={filters}
        hiding={hiding}
        bulk={acts.bulk}
        {...props}
      />
      {dialog}
    </>
  );
}

function useColumns(
  registryId: string,
  repository: string,
  { pushed, pulled }: RepositoryView["told"],
  acts: DataColumn<TagRow> | null,
): readonly DataColumn<TagRow>[] {
  const t = useTranslations("tags.list.columns");
  return useMemo(
    () => [
      {
        id: "name",
        header: t("tag"),
        sortable: true,
        descendingFirst: true,
        fixed: true,
        cell: (row) => (
          <span className="flex min-w-0 items-center gap-2">
            <Link
              href={tagHref(registryId, repository, row.name)}
              prefetch={false}
              title={row.name}
              className="flex min-w-0 rounded-sm font-mono font-semibold text-ink hover:underline"
            >
              <TagName name={row.name} />
            </Link>
            <AttachedBadges types={row.attached} />
          </span>
        ),
      },
      {
        id: "digest",
        header: t("digest"),
        sortable: true,
        width: 10.75,
        room: "4xl",
        cell: (row) => (row.digest ? <Digest value={row.digest} bare /> : "—"),
      },
      {
        id: "platform",
        header: t("platforms"),
        sortable: true,
        width: 15,
        room: "2xl",
        cell: (row) => <PlatformBadges row={row} />,
      },
      {
        id: "size",
        header: t("size"),
        sortable: true,
        descendingFirst: true,
        align: "right",
        width: 7,
        cell: (row) =>
          row.totalBytes === null ? "—" : <Bytes value={row.totalBytes} className="text-ink" />,
      },
      {
        id: "created",
        time: true,
        header: t("created"),
        sortable: true,
        descendingFirst: true,
        width: 10,
        // Of three times, the image's own is the first to make room.
        ...(pushed && ({ room: pulled ? "7xl" : "5xl" } as const)),
        cell: (row) => (row.kind === null ? "—" : <Time value={row.createdAt} />),
      },
      {
        id: "pushed",
        time: true,
        header: t(pushed ? "pushed" : "seen"),
        sortable: true,
        descendingFirst: true,
        width: 10,
        ...(!pushed && ({ room: "5xl" } as const)),
        cell: (row) => <Pushed row={row} told={pushed} />,
      },
      {
        id: "pulled",
        time: true,
        header: t("pulled"),
        sortable: true,
        descendingFirst: true,
        width: 10,
        room: "5xl",
        hidden: !pulled,
        cell: (row) => (row.pulledAt === null ? "—" : <Time value={row.pulledAt} />),
      },
      ...(acts ? [acts] : []),
    ],
    [t, registryId, repository, pushed, pulled, acts],
  );
}

/** When the registry says that it was pushed; what Longshore saw itself stands back where others are told of. */
function Pushed({ row, told }: { row: TagRow; told: boolean }) {
  const t = useTranslations("tags.list");
  if (row.pushedAt !== null) return <Time value={row.pushedAt} note={t("pushedNote")} />;
  if (!told) return <Time value={row.seenAt} />;
  return <Time value={row.seenAt} note={t("seenNote")} className="text-ink-3" />;
}

function StackedTag({ row, told, href }: { row: TagRow; told: boolean; href: string }) {
  const platforms = row.platforms.map(({ platform }) => shortPlatform(platform)).join(", ");
  const isPlain = row.error === null && (row.kind === "image" || row.kind === "index");
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 gap-y-1">
      <Link
        href={href}
        prefetch={false}
        className="flex min-w-0 font-mono font-semibold text-base text-ink after:absolute after:inset-0"
      >
        <TagName name={row.name} />
      </Link>
      <span className="text-right text-ink text-sm">
        {row.totalBytes === null ? "—" : <Bytes value={row.totalBytes} />}
      </span>
      <span className="flex min-w-0 items-center gap-2.5 text-ink-3 text-xs">
        {row.digest ? <Digest value={row.digest} bare className="shrink-0" /> : null}
        {isPlain ? <span className="truncate">{platforms}</span> : <PlatformBadges row={row} />}
        <AttachedBadges types={row.attached} />
      </span>
      <span className="text-right text-ink-3 text-xs">
        {told ? <Pushed row={row} told /> : <Time value={row.createdAt} />}
      </span>
    </div>
  );
}
