import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { AuditDetailDto } from "#lib/services/audit/types.ts";
import { describeUserAgent } from "../account/user-agent.ts";
import { jobHref, registryHref } from "../hrefs.ts";
import { ForeignText } from "../ui/foreign-text.tsx";
import { DetailList } from "../ui/panel.tsx";
import { ActorName, EventTime, TargetName } from "./cells.tsx";
import { isEmpty, RecordedValue } from "./value.tsx";
import { useFactWords } from "./words.ts";

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const link = "pointer-coarse:py-2 rounded-sm text-signal-ink underline-offset-2 hover:underline";

/** Who did it to what, from where, and what else was recorded, in words and links. */
export function EventFacts({ event }: { event: AuditDetailDto }) {
  const t = useTranslations("audit.detail");
  const words = useFactWords();
  const rows: readonly (readonly [string, string, ReactNode])[] = [
    ["person", t("person"), <Person key="person" event={event} />],
    ["target", t("target"), event.targetName && <TargetName event={event} />],
    ["registry", t("registry"), event.registryName && <Registry event={event} />],
    ["address", t("address"), event.address && <Address event={event} />],
    ["program", t("program"), event.userAgent && <Program text={event.userAgent} />],
    ["started", t("started"), event.startedAt && <EventTime value={event.startedAt} />],
  ];
  const items = rows
    .filter(([, , value]) => value !== null && value !== "")
    .map(([key, label, value]) => ({ key, label, value }));
  const facts = factsOf(event).map(([key, value]) => ({
    key: `fact-${key}`,
    label: words(key),
    value: <Fact name={key} value={value} />,
  }));
  return <DetailList items={[...items, ...facts]} />;
}

/** A job's result is told field by field like everything else; what says nothing is left away. */
function factsOf({ facts: { result, ...facts } }: AuditDetailDto): [string, unknown][] {
  const results = typeof result === "object" && result !== null ? Object.entries(result) : [];
  return [...Object.entries(facts), ...results].filter(([, value]) => !isEmpty(value));
}

function Fact({ name, value }: { name: string; value: unknown }) {
  const t = useTranslations("audit.detail");
  if (name !== "jobId" || typeof value !== "string" || !uuid.test(value)) {
    return <RecordedValue field={name} value={value} />;
  }
  return (
    <Link href={jobHref(value)} className={link}>
      {t("openJob")}
    </Link>
  );
}

function Person({ event }: { event: AuditDetailDto }) {
  const t = useTranslations("audit.detail");
  return (
    <>
      <ActorName name={event.actorName} />
      {event.sessionId ? (
        <span className="text-ink-3"> · {t("session", { id: event.sessionId.slice(0, 8) })}</span>
      ) : null}
    </>
  );
}

/** Its page, as long as it is connected: a removed one has no name any more. */
function Registry({ event: { registryId, registryName } }: { event: AuditDetailDto }) {
  return registryId === null ? null : (
    <Link href={registryHref(registryId)} className={link}>
      <ForeignText text={registryName ?? ""} />
    </Link>
  );
}

/** The browser as people call it; the whole line, which anybody may invent, on hover and in the raw event. */
function Program({ text }: { text: string }) {
  const t = useTranslations("account.sessions");
  const { browser, system } = describeUserAgent(text);
  return (
    <span title={text} className="line-clamp-2">
      {browser && system ? t("browserOn", { browser, system }) : (browser ?? <ForeignText text={text} />)}
    </span>
  );
}

/** The client, and the proxy in between where there was one. */
function Address({ event }: { event: AuditDetailDto }) {
  const t = useTranslations("audit.detail");
  const through =
    event.peerAddress !== null && event.peerAddress !== event.address ? event.peerAddress : null;
  return (
    <>
      <code className="break-all font-mono text-xs">{event.address}</code>
      {through ? <span className="block text-ink-3 text-xs">{t("peer", { address: through })}</span> : null}
    </>
  );
}
