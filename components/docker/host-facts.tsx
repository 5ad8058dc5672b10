"use client";

import { useLocale, useTranslations } from "next-intl";
import { strong } from "#components/registry/strong.tsx";
import { StatusDot } from "#components/ui/status-dot.tsx";
import { formatBytes } from "#lib/format.ts";
import type { HostDetail } from "#lib/services/hosts/types.ts";

/** One line of what a daemon says of itself. */
export function HostFacts({ info, absent }: Pick<HostDetail, "info" | "absent">) {
  const t = useTranslations("hosts");
  const locale = useLocale();
  const state = info ? t("state.up") : absent ? t("state.absent") : t("state.down");
  const containers = info ? info.containers.running + info.containers.paused + info.containers.stopped : 0;
  return (
    <>
      <StatusDot status={info ? "ok" : absent ? "off" : "error"} label={state} showLabel />
      {info ? (
        <>
          <span>{t.rich("facts.version", { version: info.version, ...strong })}</span>
          <span>{t.rich("facts.system", { os: info.os, architecture: info.architecture, ...strong })}</span>
          <span>{t("facts.cpus", { count: info.cpus, memory: formatBytes(info.memoryBytes, locale) })}</span>
          <span>
            {t.rich("facts.containers", {
              running: String(info.containers.running),
              count: containers,
              ...strong,
            })}
          </span>
        </>
      ) : null}
    </>
  );
}
