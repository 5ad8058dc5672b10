import Link from "next/link";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import type { DataColumn } from "#components/data-table/index.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Digest } from "#components/ui/digest.tsx";
import { ForeignText } from "#components/ui/foreign-text.tsx";
import { Time } from "#components/ui/time.tsx";
import type { EventRow } from "#lib/services/notifications/index.ts";
import { manifestHref, repositoryHref, tagHref } from "../../hrefs.ts";

const tones = { push: "ok", pull: "neutral", delete: "danger", mount: "neutral" } as const;

function Kind({ kind }: { kind: EventRow["kind"] }) {
  const t = useTranslations("activity.kinds");
  return <Badge tone={tones[kind]}>{t(kind)}</Badge>;
}

/** Leads to the tag, else to the digest, else to the repository; what is there no more says so itself. */
function ImageLink({ event, registryId, whole }: { event: EventRow; registryId: string; whole: boolean }) {
  const { repository, tag, digest } = event;
  const href = tag
    ? tagHref(registryId, repository, tag)
    : digest
      ? manifestHref(registryId, repository, digest)
      : repositoryHref(registryId, repository);
  const name = whole || !(tag || digest) ? repository : "";
  const suffix = tag ? `${whole ? ":" : ""}${tag}` : "";
  return (
    <Link
      href={href}
      prefetch={false}
      title={`${repository}${tag ? `:${tag}` : digest ? `@${digest}` : ""}`}
      className="rounded-sm font-mono text-ink text-xs hover:underline"
    >
      {name}
      {suffix ? <span className="font-semibold">{suffix}</span> : null}
      {!tag && digest ? (
        <span className="text-ink-2">
          {whole ? "@" : ""}
          {digest.slice(0, 19)}
        </span>
      ) : null}
    </Link>
  );
}

function Actor({ event }: { event: EventRow }) {
  const t = useTranslations("activity");
  if (event.actor === null) return <span className="text-ink-3">{t("anonymous")}</span>;
  return (
    <span className="font-semibold text-ink">
      <ForeignText text={event.actor} whole />
    </span>
  );
}

/** @param whole repositories are named: the list is of a registry */
export function useActivityColumns(registryId: string, whole: boolean): readonly DataColumn<EventRow>[] {
  const t = useTranslations("activity");
  return useMemo(
    () => [
      {
        id: "at",
        header: t("when"),
        width: 8.5,
        time: true,
        fixed: true,
        cell: (e) => <Time value={e.at} />,
      },
      { id: "kind", header: t("kind"), width: 6.5, fixed: true, cell: (e) => <Kind kind={e.kind} /> },
      {
        id: "image",
        header: t("image"),
        fixed: true,
        cell: (e) => <ImageLink event={e} registryId={registryId} whole={whole} />,
      },
      { id: "who", header: t("who"), width: 9, cell: (e) => <Actor event={e} /> },
      {
        id: "digest",
        header: t("digest"),
        width: 10.75,
        room: "5xl",
        cell: (e) => (e.digest ? <Digest value={e.digest} bare /> : "–"),
      },
      {
        id: "from",
        header: t("from"),
        width: 9,
        room: "3xl",
        cell: (e) => <span className="font-mono text-xs">{e.address ?? "–"}</span>,
      },
      {
        id: "client",
        header: t("client"),
        width: 13,
        room: "4xl",
        cell: (e) => (
          <span title={e.userAgent ?? undefined} className="text-ink-2 text-xs">
            {e.userAgent ? <ForeignText text={e.userAgent} whole /> : "–"}
          </span>
        ),
      },
    ],
    [t, registryId, whole],
  );
}

/** An event on a phone. */
export function StackedActivity(props: { event: EventRow; registryId: string; whole: boolean }) {
  const { event } = props;
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <span className="flex items-center justify-between gap-3">
        <span className="min-w-0 break-all">
          <ImageLink {...props} />
        </span>
        <Kind kind={event.kind} />
      </span>
      <span className="flex flex-wrap gap-x-3 text-ink-3 text-xs">
        <Time value={event.at} />
        <Actor event={event} />
        {event.address ? <span className="font-mono">{event.address}</span> : null}
      </span>
    </div>
  );
}
