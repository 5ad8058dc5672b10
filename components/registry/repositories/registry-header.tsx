import { Activity, ChartPie, Settings } from "lucide-react";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { PageHeader } from "#components/layout/page-header.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Copyable } from "#components/ui/copy.tsx";
import { StatusDot } from "#components/ui/status-dot.tsx";
import { formatCount } from "#lib/format.ts";
import type { RegistrySummary } from "#lib/services/registries/index.ts";
import type { RepositoryCounts } from "#lib/services/repositories/index.ts";
import { activityHref, registryHref } from "../../hrefs.ts";
import { RateLimit } from "../rate-limit.tsx";
import { storageHref } from "../storage/parts.ts";
import { strong } from "../strong.tsx";

interface RegistryHeaderProps {
  registry: RegistrySummary;
  counts: RepositoryCounts;
  /** The reader may change the registry. */
  manages: boolean;
  actions?: ReactNode;
}

/** Name, address, health and numbers of a registry. */
export function RegistryHeader({ registry, counts, manages, actions }: RegistryHeaderProps) {
  const t = useTranslations();
  const locale = useLocale();
  return (
    <PageHeader
      title={registry.name}
      beside={registry.disabled ? <Badge>{t("registries.health.disabled")}</Badge> : null}
      meta={
        <>
          {registry.indexedAt === null && counts.all === 0 ? null : (
            <span>
              {t.rich("repositories.page.count", {
                count: counts.all,
                words: formatCount(counts.all, locale),
                ...strong,
              })}
            </span>
          )}
          {counts.pinned > 0 ? (
            <span>
              {t.rich("repositories.page.pinned", { count: formatCount(counts.pinned, locale), ...strong })}
            </span>
          ) : null}
          {registry.disabled ? null : (
            <StatusDot status={registry.health} label={t(`registries.health.${registry.health}`)} showLabel />
          )}
          {registry.notices.rateLimit ? <RateLimit limit={registry.notices.rateLimit} /> : null}
          <Copyable value={registry.host} className="text-xs" />
        </>
      }
      actions={
        <>
          {actions}
          <Button asChild>
            <Link href={activityHref(registry.id)}>
              <Activity aria-hidden="true" />
              {t("activity.title")}
            </Link>
          </Button>
          <Button asChild>
            <Link href={storageHref(registry.id)}>
              <ChartPie aria-hidden="true" />
              {t("storage.open")}
            </Link>
          </Button>
          {manages ? (
            <Button asChild>
              <Link href={`${registryHref(registry.id)}/-/settings`}>
                <Settings aria-hidden="true" />
                {t("repositories.page.settings")}
              </Link>
            </Button>
          ) : null}
        </>
      }
    />
  );
}
