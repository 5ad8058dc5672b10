import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { HostDetail } from "#lib/services/hosts/types.ts";
import { useErrorWords } from "../feedback/error-words.ts";
import { hostHref } from "../hrefs.ts";
import { Panel } from "../ui/panel.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { StatusDot } from "../ui/status-dot.tsx";

/** The panel around the hosts; each answers in its own time. */
export function HostList({ children }: { children: ReactNode[] }) {
  const t = useTranslations("shell.home");
  return (
    <Panel flush title={t("hosts")}>
      {children.length === 0 ? (
        <p className="px-4 py-4 text-ink-2">{t("noHosts")}</p>
      ) : (
        <ul className="divide-y divide-line">{children}</ul>
      )}
    </Panel>
  );
}

interface HostRowProps {
  id: string;
  name: string;
  /** null while the daemon is being asked. */
  facts: HostDetail | null;
}

export function HostRow({ id, name, facts }: HostRowProps) {
  const t = useTranslations("shell.home");
  const status = useTranslations("shell.status");
  const words = useErrorWords();
  const info = facts?.info;
  const failed = facts && !facts.absent ? facts.error : null;
  const state = failed ? "error" : info ? "ok" : "unknown";
  return (
    <li>
      <Link
        href={hostHref(id)}
        aria-busy={facts === null}
        className="grid grid-cols-[auto_minmax(0,1fr)] items-baseline gap-x-3 px-4 py-2.5 -outline-offset-2 hover:bg-sunk"
      >
        {facts?.absent ? (
          <StatusDot status="off" label={status("absent")} />
        ) : (
          <StatusDot status={state} label={status(state)} />
        )}
        <span className="flex min-w-0 flex-col">
          <span className="truncate font-medium text-ink">{name}</span>
          {facts === null ? <Skeleton className="my-1 h-3 w-40" /> : null}
          {info ? (
            <span className="text-ink-3 text-xs">
              {t("hostFacts", {
                version: info.version,
                images: info.images,
                running: info.containers.running,
              })}
            </span>
          ) : null}
          {facts?.absent ? (
            <span className="wrap-anywhere text-ink-3 text-xs">
              {t("hostAbsent", { endpoint: facts.endpoint })}
            </span>
          ) : null}
          {failed ? <span className="text-danger text-xs">{words(failed).title}</span> : null}
        </span>
      </Link>
    </li>
  );
}
