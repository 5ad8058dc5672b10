"use client";

import { Monitor } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { ErrorDto, Result } from "#lib/errors.ts";
import type { SessionDto } from "#lib/services/sessions/list-sessions.ts";
import { useToast } from "../feedback/toast.tsx";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { Time } from "../ui/time.tsx";
import { describeUserAgent } from "./user-agent.ts";

interface SessionListProps {
  sessions: readonly SessionDto[];
  end: (sessionId: string) => Promise<Result<unknown>>;
  endOthers: () => Promise<Result<{ ended: number }>>;
  endAll: () => Promise<Result<unknown>>;
}

/** Where one is signed in, and the ways to end it. */
export function SessionList({ sessions, end, endOthers, endAll }: SessionListProps) {
  const t = useTranslations("account.sessions");
  const router = useRouter();
  const toast = useToast();
  const [asking, setAsking] = useState<"others" | "all" | null>(null);
  const [pending, setPending] = useState<string | null>(null);
  const [error, setError] = useState<ErrorDto | null>(null);
  const others = sessions.filter(({ current }) => !current).length;

  const ask = (what: typeof asking) => {
    setError(null);
    setAsking(what);
  };
  async function run<T>(name: string, work: () => Promise<Result<T>>): Promise<T | null> {
    setPending(name);
    const result = await work();
    setPending(null);
    if (result.ok) return result.data;
    if (asking) setError(result.error);
    else toast.error(result.error);
    return null;
  }
  async function endOne(session: SessionDto) {
    if ((await run(session.id, () => end(session.id))) === null) return;
    toast.ok({ title: t("ended") });
    router.refresh();
  }
  async function confirm() {
    if (asking === "all") {
      if ((await run("all", endAll)) !== null) window.location.assign("/login");
      return;
    }
    const data = await run("others", endOthers);
    if (data === null) return;
    setAsking(null);
    toast.ok({ title: t("othersEnded", { count: data.ended }) });
    router.refresh();
  }

  return (
    <div className="flex flex-col">
      <ul className="flex flex-col">
        {sessions.map((session) => (
          <SessionRow
            key={session.id}
            session={session}
            pending={pending === session.id}
            onEnd={() => void endOne(session)}
          />
        ))}
      </ul>
      <div className="flex flex-wrap gap-2 px-4 py-3">
        {others > 0 ? <Button onClick={() => ask("others")}>{t("endOthers")}</Button> : null}
        <Button onClick={() => ask("all")}>{t("everywhere")}</Button>
      </div>
      <ConfirmDialog
        open={asking !== null}
        onOpenChange={(open) => !open && ask(null)}
        title={asking === "all" ? t("everywhereTitle") : t("endOthersTitle")}
        description={
          asking === "all" ? t("everywhereConsequence") : t("endOthersConsequence", { count: others })
        }
        action={asking === "all" ? t("everywhere") : t("endOthers")}
        pending={pending !== null}
        error={error}
        onConfirm={() => void confirm()}
      />
    </div>
  );
}

interface SessionRowProps {
  session: SessionDto;
  pending: boolean;
  onEnd: () => void;
}

function SessionRow({ session, pending, onEnd }: SessionRowProps) {
  const t = useTranslations("account.sessions");
  const { browser, system } = describeUserAgent(session.userAgent);
  const name =
    browser && system ? t("browserOn", { browser, system }) : (browser ?? system ?? t("unknownBrowser"));
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 border-line border-b px-4 py-3">
      <Monitor aria-hidden="true" className="size-4 shrink-0 text-ink-3" />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-2 font-medium text-sm" title={session.userAgent ?? ""}>
          {name}
          {session.current ? <Badge tone="ok">{t("current")}</Badge> : null}
        </p>
        <p className="flex flex-wrap gap-x-3 text-ink-2 text-xs">
          <span>{t.rich("lastSeen", { when: () => <Time value={session.lastSeenAt} /> })}</span>
          <span>{t.rich("started", { when: () => <Time value={session.createdAt} /> })}</span>
          {session.address ? (
            <span>
              {t.rich("from", { address: () => <code className="font-mono">{session.address}</code> })}
            </span>
          ) : null}
        </p>
      </div>
      {session.current ? null : (
        <Button size="sm" pending={pending} onClick={onEnd} aria-label={t("endLabel", { session: name })}>
          {t("end")}
        </Button>
      )}
    </li>
  );
}
