"use client";

import { useTranslations } from "next-intl";
import { useCallback, useMemo } from "react";
import { type DataColumn, DataTable, type TableRequest } from "#components/data-table/index.ts";
import { fetchPage } from "#components/data-table/request.ts";
import { EmptyState } from "#components/feedback/empty-state.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Breakable } from "#components/ui/breakable.tsx";
import { Bytes } from "#components/ui/bytes.tsx";
import { cn } from "#components/ui/cn.ts";
import { Digest } from "#components/ui/digest.tsx";
import { Time } from "#components/ui/time.tsx";
import type { LocalImage } from "#lib/docker/types.ts";
import { hostKeys } from "./keys.ts";
import { PullButton, type PullButtonProps } from "./pull-button.tsx";

const idOf = (image: LocalImage) => image.id;
const nameOf = (image: LocalImage) => image.tags[0] ?? image.id;

interface ImageTableProps {
  hostId: string;
  hostName: string;
  pull: PullButtonProps | null;
}

/** The images of a host as its daemon lists them at this moment. */
export function ImageTable({ hostId, hostName, pull }: ImageTableProps) {
  const t = useTranslations("hosts.images");
  const columns = useColumns();
  const load = useCallback(
    (request: TableRequest, signal: AbortSignal) =>
      fetchPage<LocalImage>(`/api/v1/hosts/${hostId}/images`, request, signal),
    [hostId],
  );
  const filters = useMemo(() => {
    const options = (["tagged", "dangling", "used", "unused"] as const).map((value) => ({
      value,
      label: t(value),
    }));
    return [{ param: "show", label: t("show"), options }];
  }, [t]);
  return (
    <DataTable
      id="images"
      label={t("label", { host: hostName })}
      queryKey={hostKeys.images(hostId)}
      load={load}
      columns={columns}
      rowKey={idOf}
      rowName={nameOf}
      stacked={(image) => <StackedImage image={image} />}
      defaultSort={{ column: "created", direction: "desc" }}
      searchLabel={(count) => (count === null ? t("filter") : t("filterCount", { count }))}
      filters={filters}
      empty={
        <EmptyState title={t("empty")} actions={pull ? <PullButton {...pull} variant="secondary" /> : null}>
          {t("emptyHelp")}
        </EmptyState>
      }
    />
  );
}

function useColumns(): readonly DataColumn<LocalImage>[] {
  const t = useTranslations("hosts.images");
  return useMemo(
    () => [
      {
        id: "name",
        header: t("columns.name"),
        sortable: true,
        fixed: true,
        cell: (image) => <ImageNames image={image} oneLine />,
      },
      {
        id: "id",
        header: t("columns.id"),
        width: 9.5,
        room: "3xl",
        cell: (image) => <Digest value={image.id} bare copy />,
      },
      {
        id: "size",
        header: t("columns.size"),
        sortable: true,
        descendingFirst: true,
        align: "right",
        width: 8.25,
        cell: (image) => <Bytes value={image.sizeBytes} className="text-ink" />,
      },
      {
        id: "created",
        time: true,
        header: t("columns.created"),
        sortable: true,
        descendingFirst: true,
        width: 10,
        cell: (image) => <Time value={image.created} />,
      },
      {
        id: "used",
        header: t("columns.used"),
        width: 13.75,
        room: "4xl",
        cell: (image) => <UsedBy image={image} />,
      },
    ],
    [t],
  );
}

/** @param oneLine in a cell, which cuts what is too long: browsers break at a `wbr` even there */
function ImageNames({ image, oneLine = false }: { image: LocalImage; oneLine?: boolean }) {
  const t = useTranslations("hosts.images");
  if (image.tags.length === 0) {
    const repository = image.repoDigests[0]?.split("@")[0];
    return (
      <span className="flex min-w-0 items-center gap-2">
        {repository ? (
          <span className="truncate font-mono text-ink-2">
            {oneLine ? repository : <Breakable name={repository} />}
          </span>
        ) : null}
        <Badge title={t("danglingHint")}>{t("danglingBadge")}</Badge>
      </span>
    );
  }
  return (
    <span
      className={oneLine ? "flex min-w-0 gap-3" : "flex min-w-0 flex-col gap-1"}
      title={image.tags.join("\n")}
    >
      {image.tags.map((tag, index) => (
        <span
          key={tag}
          className={cn(
            "truncate font-mono",
            index === 0 ? "font-medium text-ink" : "shrink-[9999] text-ink-2",
          )}
        >
          {oneLine ? tag : <Breakable name={tag} />}
        </span>
      ))}
    </span>
  );
}

function UsedBy({ image }: { image: LocalImage }) {
  const t = useTranslations("hosts.images");
  const running = image.usedBy.some(({ state }) => state === "running");
  if (image.usedBy.length === 0) return <span className="text-ink-3">—</span>;
  const [only] = image.usedBy;
  return (
    <Badge
      tone={running ? "info" : "neutral"}
      mono={image.usedBy.length === 1}
      title={image.usedBy.map(({ name, state }) => `${name} (${state})`).join("\n")}
    >
      {image.usedBy.length === 1 ? only?.name : t("usedBy", { count: image.usedBy.length })}
    </Badge>
  );
}

function StackedImage({ image }: { image: LocalImage }) {
  return (
    <div className="flex flex-col gap-1">
      <div className="flex items-baseline justify-between gap-3 [&_.truncate]:whitespace-normal [&_.truncate]:wrap-anywhere">
        <ImageNames image={image} />
        <Bytes value={image.sizeBytes} className="shrink-0 text-ink text-sm" />
      </div>
      <div className="flex items-center justify-between gap-3 text-ink-3 text-xs">
        <Digest value={image.id} bare />
        <span className="flex items-center gap-2">
          {image.usedBy.length > 0 ? <UsedBy image={image} /> : null}
          <Time value={image.created} />
        </span>
      </div>
    </div>
  );
}
