import { useTranslations } from "next-intl";
import { useMemo } from "react";
import type { AuditEventDto } from "#lib/services/audit/types.ts";
import type { DataColumn } from "../data-table/index.ts";
import { ActorName, EventTime, OutcomeBadge, TargetName } from "./cells.tsx";
import { useActionWords } from "./words.ts";

/**
 * @param open shows an event's details; stable
 * @param narrow details stand beside the list: what they repeat gives way
 */
export function useAuditColumns(open: (event: AuditEventDto) => void, narrow: boolean) {
  const t = useTranslations("audit");
  const words = useActionWords();
  return useMemo(() => {
    const columns: readonly DataColumn<AuditEventDto>[] = [
      {
        id: "time",
        header: t("time"),
        width: 8.75,
        fixed: true,
        cell: (event) => <EventTime value={event.at} />,
      },
      {
        id: "who",
        header: t("who"),
        width: narrow ? 8.25 : 9.5,
        cell: (event) => <ActorName name={event.actorName} />,
      },
      {
        id: "what",
        header: t("what"),
        fixed: true,
        ...(narrow ? { width: 10.75 } : {}),
        cell: (event) => (
          <button
            type="button"
            onClick={() => open(event)}
            className="max-w-full truncate rounded-sm text-left text-ink hover:underline"
          >
            {words(event.action)}
          </button>
        ),
      },
      {
        id: "where",
        header: t("target"),
        room: "2xl",
        cell: (event) => <TargetName event={event} oneLine />,
      },
      {
        id: "outcome",
        header: t("outcome"),
        width: narrow ? 5.75 : 7.5,
        cell: (event) => <OutcomeBadge outcome={event.outcome} />,
      },
      {
        id: "from",
        header: t("from"),
        width: 8.75,
        room: "4xl",
        cell: (event) => <span className="font-mono text-xs">{event.address ?? "–"}</span>,
      },
    ];
    return narrow ? columns.filter(({ id }) => id !== "from") : columns;
  }, [t, words, open, narrow]);
}

/** An event on a phone: what and how it ended, then who, where and when. */
export function StackedEvent({
  event,
  open,
}: {
  event: AuditEventDto;
  open: (event: AuditEventDto) => void;
}) {
  const words = useActionWords();
  return (
    <div className="flex min-w-0 flex-col gap-0.5">
      <span className="flex items-center justify-between gap-3">
        <button
          type="button"
          onClick={() => open(event)}
          className="min-w-0 truncate font-medium text-ink after:absolute after:inset-0"
        >
          {words(event.action)}
        </button>
        <OutcomeBadge outcome={event.outcome} />
      </span>
      <span className="min-w-0 break-words text-sm">
        <ActorName name={event.actorName} /> · <TargetName event={event} />
      </span>
      <span className="flex gap-3 text-ink-3 text-xs">
        <EventTime value={event.at} />
        <span className="font-mono">{event.address}</span>
      </span>
    </div>
  );
}
