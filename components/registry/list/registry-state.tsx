"use client";

import { useTranslations } from "next-intl";
import { type Status, StatusDot } from "#components/ui/status-dot.tsx";
import type { RegistrySummary } from "#lib/services/registries/types.ts";

type Stated = Pick<RegistrySummary, "health" | "disabled">;

const dots: Readonly<Record<RegistrySummary["health"], Status>> = {
  ok: "ok",
  warn: "warn",
  error: "error",
  unknown: "unknown",
};

/** How a registry is doing, as a dot with its word. */
export function RegistryState({ registry, showLabel }: { registry: Stated; showLabel?: boolean }) {
  const t = useTranslations("registries.health");
  const { health, disabled } = registry;
  return (
    <StatusDot
      status={disabled ? "off" : dots[health]}
      label={t(disabled ? "disabled" : health)}
      showLabel={showLabel ?? false}
    />
  );
}
