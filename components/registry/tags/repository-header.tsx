import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Badge } from "#components/ui/badge.tsx";
import { CopyButton } from "#components/ui/copy.tsx";
import { LinkTabs } from "#components/ui/tabs.tsx";
import { Time } from "#components/ui/time.tsx";
import { formatBytes, formatBytesExact, formatCount } from "#lib/format.ts";
import type { RepositoryView } from "#lib/services/repositories/index.ts";
import { repositoryHref } from "../links.ts";
import { strong } from "../strong.tsx";

/** Name and numbers of a repository. `actions` is what can be done with it. */
export function RepositoryHeader({ view, actions }: { view: RepositoryView; actions?: ReactNode }) {
  const t = useTranslations("tags");
  const locale = useLocale();
  const { registry, tagCount, storedBytes, unsharedBytes } = view;
  const saved = storedBytes !== null && unsharedBytes > storedBytes;
  return (
    <>
      <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <p className="text-ink-3 text-sm sm:hidden">{registry.name}</p>
          <div className="flex items-center gap-1.5">
            <h1 className="break-all font-medium font-mono text-xl">{view.name}</h1>
            <CopyButton value={`${registry.host}/${view.name}`} label={t("header.reference")} />
            {view.pinned ? <Badge>{t("repository.pinned")}</Badge> : null}
          </div>
          <p className="mt-1 flex flex-wrap gap-x-4.5 gap-y-1 text-ink-2 text-sm">
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
                {t.rich("repository.stored", { size: formatBytes(storedBytes, locale), ...strong })}
                {saved ? `, ${t("repository.unshared", { size: formatBytes(unsharedBytes, locale) })}` : ""}
              </span>
            )}
            {view.lastPushedAt ? (
              <span>
                {t.rich("repository.newest", {
                  when: () => <Time value={view.lastPushedAt} className="font-semibold text-ink" />,
                })}
              </span>
            ) : null}
          </p>
        </div>
        {actions ? <div className="flex flex-wrap gap-2 max-sm:w-full">{actions}</div> : null}
      </header>
      <LinkTabs
        className="mt-4"
        label={t("repository.tabs")}
        tabs={[
          {
            href: repositoryHref(registry.id, view.name),
            label: t("repository.tags"),
            count: tagCount === null ? undefined : formatCount(tagCount, locale),
            active: true,
          },
        ]}
      />
    </>
  );
}
