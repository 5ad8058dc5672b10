import { ArrowRight } from "lucide-react";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { formatNumber } from "#lib/format.ts";
import { registryHref } from "../hrefs.ts";
import { Bytes } from "../ui/bytes.tsx";
import { Panel } from "../ui/panel.tsx";
import { type Status, StatusDot } from "../ui/status-dot.tsx";
import { Time } from "../ui/time.tsx";

export interface OverviewRegistry {
  readonly id: string;
  readonly name: string;
  readonly host: string;
  readonly status: Status;
  readonly repositories: number;
  /** Stored, each blob once; null when never measured. */
  readonly bytes: number | null;
  readonly indexedAt: string | null;
}

/** How the registries are and how fresh their index is. */
export function RegistryList({ registries }: { registries: readonly OverviewRegistry[] }) {
  const t = useTranslations("shell.home");
  const status = useTranslations("shell.status");
  const locale = useLocale();
  return (
    <Panel
      flush
      title={t("registries")}
      actions={
        <Link
          href="/registries"
          className="thumb relative inline-flex items-center gap-1 rounded-sm text-signal-ink text-xs hover:underline"
        >
          {t("allRegistries")}
          <ArrowRight aria-hidden="true" className="size-3.5" />
        </Link>
      }
    >
      <ul className="divide-y divide-line">
        {registries.map((registry) => (
          <li key={registry.id}>
            <Link
              href={registryHref(registry.id)}
              className="grid grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-x-3 px-4 py-2.5 -outline-offset-2 hover:bg-sunk @2xl/page:grid-cols-[auto_minmax(0,1fr)_10rem_10rem]"
            >
              <StatusDot status={registry.status} label={status(registry.status)} />
              <span className="flex min-w-0 flex-col">
                <span className="truncate font-medium text-ink">{registry.name}</span>
                <span className="truncate font-mono text-ink-3 text-xs">{registry.host}</span>
              </span>
              <span className="flex flex-col text-right text-ink-2">
                {registry.indexedAt === null && registry.repositories === 0
                  ? "—"
                  : t("repositories", {
                      count: registry.repositories,
                      words: formatNumber(registry.repositories, locale),
                    })}
                {registry.bytes === null ? null : (
                  <Bytes value={registry.bytes} className="text-ink-3 text-xs" />
                )}
              </span>
              <span className="text-right text-ink-3 @max-2xl/page:col-span-2 @max-2xl/page:col-start-2 @max-2xl/page:text-left">
                {registry.indexedAt === null
                  ? t("neverIndexed")
                  : t.rich("indexed", { when: () => <Time value={registry.indexedAt} /> })}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
