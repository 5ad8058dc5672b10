"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import type { HostDetail } from "#lib/services/hosts/index.ts";
import { getJson } from "../data-table/request.ts";
import { hostKeys } from "../docker/keys.ts";
import { StatusDot } from "../ui/status-dot.tsx";

/** How a Docker host is. Asked after the page is there and again each minute, never on the server's way to the page. */
export function HostDot({ id }: { id: string }) {
  const t = useTranslations("shell.status");
  const { data, isError } = useQuery({
    queryKey: hostKeys.detail(id),
    queryFn: ({ signal }) => getJson<HostDetail>(`/api/v1/hosts/${id}`, signal),
    staleTime: 60_000,
    refetchInterval: 60_000,
    retry: false,
  });
  if (data?.absent) return <StatusDot status="off" label={t("absent")} />;
  const status = data ? (data.error ? "error" : "ok") : isError ? "error" : "unknown";
  return <StatusDot status={status} label={t(status)} />;
}
