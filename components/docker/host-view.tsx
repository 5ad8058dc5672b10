"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { getJson } from "#components/data-table/request.ts";
import { PageHeader } from "#components/layout/page-header.tsx";
import type { HostDetail } from "#lib/services/hosts/types.ts";
import { DiskUsageBar } from "./disk-usage.tsx";
import { HostDetails, HostWarnings } from "./host-details.tsx";
import { HostFacts } from "./host-facts.tsx";
import { useHostName } from "./host-name.ts";
import { ImageTable } from "./image-table.tsx";
import { hostKeys } from "./keys.ts";
import { NoDaemon } from "./no-daemon.tsx";
import { PullButton } from "./pull-button.tsx";

/** A daemon does not announce that it starts or stops: it is asked, more often while it is away. */
const everyMs = { up: 15_000, away: 4_000 };

/** A Docker host: what it is, what it stores, its images. */
export function HostView({ initial, mayPull }: { initial: HostDetail; mayPull: boolean }) {
  const t = useTranslations("hosts");
  const { data: host } = useQuery({
    queryKey: hostKeys.detail(initial.id),
    queryFn: ({ signal }) => getJson<HostDetail>(`/api/v1/hosts/${initial.id}`, signal),
    initialData: initial,
    refetchInterval: ({ state }) => (state.data?.info ? everyMs.up : everyMs.away),
  });
  const name = useHostName()(host.name);
  const pull = mayPull ? { hostId: host.id } : null;
  return (
    <>
      <PageHeader
        over={t("title")}
        title={name}
        meta={
          <>
            <HostFacts info={host.info} absent={host.absent} />
            <HostDetails host={host} />
          </>
        }
        actions={pull ? <PullButton {...pull} away={host.info === null} /> : null}
      />
      {host.error ? <NoDaemon error={host.error} absent={host.absent} /> : null}
      {host.info ? (
        <>
          <div className="mt-3 flex flex-col gap-3">
            <DiskUsageBar hostId={host.id} />
            <HostWarnings warnings={host.info.warnings} />
          </div>
          <h2 className="sr-only">{t("tabs.images")}</h2>
          <ImageTable hostId={host.id} hostName={host.name} pull={pull} />
        </>
      ) : null}
    </>
  );
}
