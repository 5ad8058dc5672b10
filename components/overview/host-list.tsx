import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { ErrorDto } from "#lib/errors.ts";
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
  facts: { version: string; images: number; running: number } | ErrorDto | null;
}

export function HostRow({ id, name, facts }: HostRowProps) {
  const t = useTranslations("shell.home");
  const status = useTranslations("shell.status");
  const words = useErrorWords();
  const failed = facts !== null && "code" in facts ? facts : null;
  const well = facts !== null && "version" in facts ? facts : null;
  const state = failed ? "error" : well ? "ok" : "unknown";
  return (
    <li>
      <Link
        href={hostHref(id)}
        aria-busy={facts === null}
        className="grid grid-cols-[auto_minmax(0,1fr)] items-baseline gap-x-3 px-4 py-2.5 -outline-offset-2 hover:bg-sunk"
      >
        <StatusDot status={state} label={status(state)} />
        <span className="flex min-w-0 flex-col">
          <span className="truncate font-medium text-ink">{name}</span>
          {facts === null ? <Skeleton className="my-1 h-3 w-40" /> : null}
          {well ? (
            <span className="text-ink-3 text-xs">
              {t("hostFacts", { version: well.version, images: well.images, running: well.running })}
            </span>
          ) : null}
          {failed ? <span className="text-danger text-xs">{words(failed).title}</span> : null}
        </span>
      </Link>
    </li>
  );
}
