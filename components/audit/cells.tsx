"use client";

import { useFormatter, useTranslations } from "next-intl";
import type { AuditEventDto } from "#lib/services/audit/types.ts";
import { Badge } from "../ui/badge.tsx";
import { ForeignText } from "../ui/foreign-text.tsx";

type Outcome = AuditEventDto["outcome"];

/** How it ended. What went well stays quiet. */
export function OutcomeBadge({ outcome }: { outcome: Outcome }) {
  const t = useTranslations("audit.outcomes");
  if (outcome === "done") return <span className="text-ink-2">{t("done")}</span>;
  const tones = { failed: "warn", denied: "danger", pending: "info" } as const;
  return <Badge tone={tones[outcome]}>{t(outcome)}</Badge>;
}

/** A person's name as it was then; who was not signed in, and what nobody asked for, in words of our own. */
export function ActorName({ name }: { name: string }) {
  const t = useTranslations("audit");
  if (name === "anonymous") return <span className="text-ink-3">{t("anonymous")}</span>;
  if (name === "system") return <span className="text-ink-3">{t("system")}</span>;
  return (
    <span className="font-semibold text-ink">
      <ForeignText text={name} whole />
    </span>
  );
}

/**
 * What it was done to, whole on hover. Images and repositories are machine words.
 *
 * @param oneLine in a cell, which cuts what is too long: browsers break at a `wbr` even there
 */
export function TargetName({
  event: { targetType, targetName },
  oneLine = false,
}: {
  event: AuditEventDto;
  oneLine?: boolean;
}) {
  if (targetName === null) return <span className="text-ink-3">–</span>;
  const mono = targetType === "image" || targetType === "repository" || targetType === "tag";
  return (
    <span title={targetName} className={mono ? "font-mono text-xs" : undefined}>
      <ForeignText text={targetName} whole reference={mono && !oneLine} />
    </span>
  );
}

/** To the second: in a log the order of things matters more than how long ago they were. */
export function EventTime({ value }: { value: string }) {
  const format = useFormatter();
  const date = new Date(value);
  const thisYear = date.getFullYear() === new Date().getFullYear();
  return (
    <time dateTime={value} className="whitespace-nowrap tabular-nums">
      {format.dateTime(date, {
        ...(thisYear ? {} : { year: "numeric" }),
        month: "short",
        day: "numeric",
        hour: "2-digit",
        minute: "2-digit",
        second: "2-digit",
        hourCycle: "h23",
      })}
    </time>
  );
}
