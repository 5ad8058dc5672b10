"use client";

import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { type ReactNode, useId } from "react";
import { Badge } from "#components/ui/badge.tsx";
import { Digest } from "#components/ui/digest.tsx";
import { ForeignText } from "#components/ui/foreign-text.tsx";
import { formatCount } from "#lib/format.ts";
import { Choice, Choices } from "./choices.tsx";
import { countKinds, type IndexHit, platformsOf } from "./index-hits.ts";
import type { FoundKind, SearchQuery } from "./query.ts";

interface IndexSectionProps {
  query: SearchQuery;
  rows: readonly IndexHit[];
  onChange: (changes: { kind?: string | null; platform?: string | null }) => void;
}

/** Of each kind, while all are shown; the chosen one shows all that was found of it. */
const few = 5;
/** Of what was asked for at once, as many as one answer brings. */
const most = 25;
const platformsShown = 8;

/** What the index has under that text, at once and before any registry has answered; by kind and by platform. */
export default function IndexSection({ query, rows, onChange }: IndexSectionProps) {
  const t = useTranslations("search.index");
  const locale = useLocale();
  const headingId = useId();
  const kinds = countKinds(rows);
  const platforms = [...new Set([...(query.platform ? [query.platform] : []), ...platformsOf(rows)])];
  const words = (count: number) => `${formatCount(count, locale)}${count === most ? "+" : ""}`;
  const shown: readonly FoundKind[] = kinds
    .map(([kind]) => kind)
    .filter((kind) => query.kind === "" || kind === query.kind);
  return (
    <section aria-labelledby={headingId} className="pt-5">
      <header className="flex flex-wrap items-center gap-x-6 gap-y-2 border-line border-b pb-2">
        <h2 id={headingId} className="font-semibold text-sm">
          {t("title")}
        </h2>
        <Choices label={t("kind")}>
          <Choice chosen={query.kind === ""} onChoose={() => onChange({ kind: null })}>
            {t("all")}
          </Choice>
          {kinds.map(([kind, count]) => (
            <Choice key={kind} chosen={query.kind === kind} onChoose={() => onChange({ kind })}>
              {t(`kinds.${kind}`, { count: words(count) })}
            </Choice>
          ))}
        </Choices>
        {platforms.length > 1 || query.platform !== "" ? (
          <Choices label={t("platform")}>
            <Choice chosen={query.platform === ""} onChoose={() => onChange({ platform: null })}>
              {t("all")}
            </Choice>
            {platforms.slice(0, platformsShown).map((platform) => (
              <Choice
                key={platform}
                chosen={query.platform === platform}
                onChoose={() => onChange({ platform })}
              >
                <span className="font-mono">{platform}</span>
              </Choice>
            ))}
          </Choices>
        ) : null}
      </header>
      <ul className="divide-y divide-line">
        {shown.flatMap((kind) =>
          rows
            .filter((row) => row.kind === kind)
            .slice(0, query.kind === "" ? few : most)
            .map((row) => <Row key={`${row.kind} ${row.href}`} row={row} />),
        )}
      </ul>
      <Bounds
        fewOfEach={query.kind === "" && kinds.some(([, count]) => count > few)}
        firstOnly={query.kind !== "" && kinds.some(([kind, count]) => kind === query.kind && count >= most)}
        newestOnly={shown.some((kind) => kind === "labels" || kind === "bases")}
      />
      {shown.length === 0 ? <p className="py-3 text-ink-2 text-sm">{t("nothing")}</p> : null}
    </section>
  );
}

/** What the rows leave out, and how to come to it. */
function Bounds(props: { fewOfEach: boolean; firstOnly: boolean; newestOnly: boolean }) {
  const t = useTranslations("search.index.bounds");
  const { fewOfEach, firstOnly, newestOnly } = props;
  return (
    <div className="flex flex-col gap-1 pt-2 text-ink-3 text-xs empty:hidden">
      {fewOfEach ? <p>{t("fewOfEach", { count: String(few) })}</p> : null}
      {firstOnly ? <p>{t("firstOnly", { count: String(most) })}</p> : null}
      {newestOnly ? <p>{t("newestOnly")}</p> : null}
    </div>
  );
}

function Row({ row: { kind, href, registry, name, also, why } }: { row: IndexHit }) {
  const t = useTranslations("search.index");
  return (
    <li className="flex flex-wrap items-baseline gap-x-3 gap-y-1 py-2">
      <Badge>{t(`kind_${kind}`)}</Badge>
      <div className="flex min-w-0 flex-1 flex-col gap-0.5">
        <Link
          data-found
          href={href}
          prefetch={false}
          aria-label={name}
          className="thumb relative min-w-0 rounded-sm font-mono font-semibold text-ink text-sm [overflow-wrap:anywhere] hover:underline"
        >
          <ForeignText text={name} reference whole />
        </Link>
        {also && also.also.length > 0 ? <Also {...also} /> : null}
        {why ? (
          <p className="min-w-0 text-ink-3 text-xs [overflow-wrap:anywhere]">
            <Why why={why} />
          </p>
        ) : null}
      </div>
      <span className="ml-auto max-w-1/2 truncate text-ink-3 text-xs">{registry}</span>
    </li>
  );
}

/** "also latest, stable and 78 more" */
function Also({ also, more }: NonNullable<IndexHit["also"]>) {
  const t = useTranslations("search.index");
  const locale = useLocale();
  const tags = () => <span className="font-mono">{also.join(t("tagsBetween"))}</span>;
  return (
    <p className="min-w-0 text-ink-3 text-xs [overflow-wrap:anywhere]">
      {more > 0
        ? t.rich("alsoTagsMore", { tags, words: formatCount(more, locale, 100) })
        : t.rich("alsoTags", { tags })}
    </p>
  );
}

function Why({ why }: { why: NonNullable<IndexHit["why"]> }): ReactNode {
  const t = useTranslations("search.index.why");
  if (why.type === "label") {
    return (
      <span className="font-mono">
        <ForeignText text={`${why.key}=${why.value}`} whole />
      </span>
    );
  }
  if ("digest" in why) {
    return t.rich(why.type, { digest: () => <Digest value={why.digest} /> });
  }
  return t.rich(why.type, {
    image: () => (
      <span className="font-mono">
        <ForeignText text={why.image} reference whole />
      </span>
    ),
  });
}
