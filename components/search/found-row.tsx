"use client";

import { BadgeCheck, Star } from "lucide-react";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { Badge } from "#components/ui/badge.tsx";
import { CopyButton } from "#components/ui/copy.tsx";
import { ForeignText } from "#components/ui/foreign-text.tsx";
import { Time } from "#components/ui/time.tsx";
import { formatCompact, formatNumber } from "#lib/format.ts";
import type { FoundRepository, SearchSource } from "#lib/services/search/index.ts";
import { PullButton } from "../docker/pull-button.tsx";
import { repositoryHref } from "../hrefs.ts";

interface FoundRowProps {
  source: SearchSource;
  found: FoundRepository;
  /** Gives what is not in the index a page and goes there; absent for those who may not. */
  onOpen: ((repository: string) => void) | undefined;
  pulls: boolean;
}

/** A repository somebody looked for: what it says of itself, the way to its page, and the way to get it. */
export function FoundRow({ source, found, onOpen, pulls }: FoundRowProps) {
  const t = useTranslations("search.found");
  const image = `${source.host}/${found.name}`;
  return (
    <li className="grid grid-cols-1 gap-x-6 gap-y-3 py-3 @xl/page:grid-cols-[minmax(0,1fr)_auto]">
      <div className="flex min-w-0 flex-col gap-1">
        <div className="flex min-w-0 flex-wrap items-center gap-x-2.5 gap-y-1">
          <Name source={source} found={found} onOpen={onOpen} />
          <Standing badge={found.badge} />
        </div>
        {found.description ? (
          <p className="max-w-[75ch] text-pretty text-ink-2 text-sm [overflow-wrap:anywhere]">
            <ForeignText text={found.description} />
          </p>
        ) : null}
        <Facts found={found} />
      </div>
      <div className="flex items-center gap-1 self-start">
        <CopyButton value={`docker pull ${image}`} label={t("copy", { image })} />
        {pulls ? (
          <PullButton registryId={source.registryId} repository={found.name} variant="secondary" />
        ) : null}
      </div>
    </li>
  );
}

const nameStyle =
  "thumb relative min-w-0 rounded-sm text-left font-mono font-semibold text-ink text-sm [overflow-wrap:anywhere]";

function Name({ source, found, onOpen }: Omit<FoundRowProps, "pulls">) {
  const t = useTranslations("search.found");
  const text = <ForeignText text={found.name} reference whole />;
  if (found.known) {
    return (
      <Link
        data-found
        href={repositoryHref(source.registryId, found.name)}
        prefetch={false}
        aria-label={found.name}
        className={`${nameStyle} hover:underline`}
      >
        {text}
      </Link>
    );
  }
  if (!onOpen) {
    return (
      <span data-found tabIndex={-1} title={t("unknownHere")} className={nameStyle}>
        {text}
      </span>
    );
  }
  return (
    <button
      type="button"
      data-found
      title={t("open")}
      aria-label={found.name}
      onClick={() => onOpen(found.name)}
      className={`${nameStyle} hover:underline`}
    >
      {text}
    </button>
  );
}

function Standing({ badge }: Pick<FoundRepository, "badge">) {
  const t = useTranslations("search.found.badge");
  if (!badge) return null;
  return (
    <Badge tone={badge === "official" ? "ok" : "info"}>
      <BadgeCheck aria-hidden="true" />
      {t(badge)}
    </Badge>
  );
}

function Facts({ found }: { found: FoundRepository }) {
  const t = useTranslations("search.found");
  const locale = useLocale();
  const { stars, pulls, pullsRounded, tags, updated, publisher } = found;
  const counted = pulls === undefined ? "" : `${formatCompact(pulls, locale)}${pullsRounded ? "+" : ""}`;
  return (
    <p className="flex flex-wrap items-center gap-x-4 gap-y-0.5 text-ink-3 text-xs empty:hidden">
      {stars === undefined ? null : (
        <span className="inline-flex items-center gap-1" title={formatNumber(stars, locale)}>
          <Star aria-hidden="true" className="size-3.5" />
          {t("stars", { count: stars, words: formatCompact(stars, locale) })}
        </span>
      )}
      {pulls === undefined ? null : <span>{t("pulls", { count: pulls, words: counted })}</span>}
      {tags === undefined ? null : (
        <span>{t("tags", { count: tags, words: formatNumber(tags, locale) })}</span>
      )}
      {updated === undefined ? null : (
        <span>{t.rich("updated", { when: () => <Time value={updated} /> })}</span>
      )}
      {publisher ? (
        <span>
          {t.rich("publisher", {
            // Who publishes is what somebody wrote too.
            name: () => <ForeignText text={publisher} whole />,
          })}
        </span>
      ) : null}
    </p>
  );
}
