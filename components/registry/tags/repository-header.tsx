import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { PageHeader } from "#components/layout/page-header.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Breakable } from "#components/ui/breakable.tsx";
import { CopyButton } from "#components/ui/copy.tsx";
import { LinkTabs } from "#components/ui/tabs.tsx";
import { Time } from "#components/ui/time.tsx";
import { formatBytes, formatBytesExact, formatCount } from "#lib/format.ts";
import type { PullHistory } from "#lib/services/notifications/index.ts";
import type { RepositoryView } from "#lib/services/repositories/index.ts";
import { activityHref, registryHref, repositoryHref } from "../../hrefs.ts";
import { Pulls } from "../activity/pulls.tsx";
import { strong } from "../strong.tsx";

interface RepositoryHeaderProps {
  view: RepositoryView;
  /** null: nobody was seen to pull. */
  pulls: PullHistory | null;
  tab: "tags" | "activity";
  /** What can be done with it. */
  actions?: ReactNode;
}

/** Name and numbers of a repository, and the way between its lists. */
export function RepositoryHeader({ view, pulls, tab, actions }: RepositoryHeaderProps) {
  const t = useTranslations("tags");
  const locale = useLocale();
  const { registry, tagCount, storedBytes } = view;
  const unshared = view.unsharedBytes ?? 0;
  const saved = storedBytes !== null && unshared > storedBytes;
  return (
    <>
      <PageHeader
        mono
        over={
          <Link href={registryHref(registry.id)} className="hover:underline">
            {registry.name}
          </Link>
        }
        long={view.name.length > 60}
        title={<Breakable name={view.name} />}
        beside={
          <>
            <CopyButton value={`${registry.host}/${view.name}`} label={t("header.reference")} />
            {view.pinned ? <Badge>{t("repository.pinned")}</Badge> : null}
          </>
        }
        meta={
          <>
            {tagCount === null ? null : (
              <span>
                {t.rich("repository.count", {
                  count: tagCount,
                  words: formatCount(tagCount, locale),
                  ...strong,
                })}
              </span>
            )}
            {storedBytes === null || tagCount === 0 ? null : (
              <span title={`${t("repository.storedHint")} ${formatBytesExact(storedBytes, locale)}`}>
                {t.rich(saved ? "repository.storedShared" : "repository.stored", {
                  size: formatBytes(storedBytes, locale),
                  unshared: formatBytes(unshared, locale),
                  ...strong,
                })}
              </span>
            )}
            {view.lastPushedAt ? (
              <span>
                {t.rich(view.told.pushed ? "repository.lastPush" : "repository.newest", {
                  when: () => <Time value={view.lastPushedAt} className="font-semibold text-ink" />,
                })}
              </span>
            ) : null}
            {pulls ? <Pulls pulls={pulls} /> : null}
          </>
        }
        actions={actions}
      />
      <LinkTabs
        className="mt-3"
        label={t("repository.tabs")}
        tabs={[
          {
            href: repositoryHref(registry.id, view.name),
            label: t("repository.tags"),
            count: tagCount === null ? undefined : formatCount(tagCount, locale),
            active: tab === "tags",
          },
          {
            href: activityHref(registry.id, view.name),
            label: t("repository.activity"),
            active: tab === "activity",
          },
        ]}
      />
    </>
  );
}
