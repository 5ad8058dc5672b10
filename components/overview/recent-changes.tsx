import { ArrowDownToLine, ArrowUpFromLine, Link2, MoveRight, Trash2 } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { RecentChange } from "#lib/services/notifications/index.ts";
import { manifestHref, repositoryHref, tagHref } from "../hrefs.ts";
import { ForeignText } from "../ui/foreign-text.tsx";
import { Panel } from "../ui/panel.tsx";
import { Time } from "../ui/time.tsx";

const icons = {
  push: { Icon: ArrowUpFromLine, tone: "text-ok" },
  pull: { Icon: ArrowDownToLine, tone: "text-ink-3" },
  delete: { Icon: Trash2, tone: "text-danger" },
  mount: { Icon: Link2, tone: "text-ink-3" },
  moved: { Icon: MoveRight, tone: "text-info" },
  gone: { Icon: Trash2, tone: "text-danger" },
} as const;

/** The last pushes, pulls and deletions of all registries. */
export function RecentChanges({ changes }: { changes: readonly RecentChange[] }) {
  const t = useTranslations("shell.home");
  const kinds = useTranslations("activity.kinds");
  return (
    <Panel flush title={t("recent")}>
      {changes.length === 0 ? (
        <p className="px-4 py-6 text-center text-ink-3">{t("noRecent")}</p>
      ) : (
        <ul className="divide-y divide-line">
          {changes.map((change) => {
            const { kind, repository, tag, digest, registry, actor, at } = change;
            const { Icon, tone } = icons[kind];
            const word = kind === "moved" || kind === "gone" ? t(kind) : kinds(kind);
            const name = `${repository}${tag ? `:${tag}` : digest ? `@${digest.slice(0, 19)}` : ""}`;
            return (
              <li key={`${change.registryId} ${name} ${kind} ${at}`}>
                <Link
                  href={hrefOf(change)}
                  prefetch={false}
                  className="grid grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-x-3 px-4 py-2.5 -outline-offset-2 hover:bg-sunk"
                >
                  <Icon aria-hidden="true" className={`size-4 ${tone}`} />
                  <span className="flex min-w-0 flex-col">
                    <span className="truncate font-medium font-mono text-ink max-sm:wrap-anywhere max-sm:whitespace-normal">
                      <ForeignText text={name} whole reference />
                    </span>
                    <span className="truncate text-ink-3 text-xs">
                      {[word, registry, actor].filter(Boolean).join(" · ")}
                    </span>
                  </span>
                  <Time value={at} className="text-ink-3" />
                </Link>
              </li>
            );
          })}
        </ul>
      )}
    </Panel>
  );
}

/** What was deleted by digest, or never seen before, has no page of its own: it leads to where it was. */
function hrefOf({ kind, registryId, repository, tag, digest }: RecentChange): string {
  if (kind === "delete") return repositoryHref(registryId, repository);
  if (tag) return tagHref(registryId, repository, tag);
  return digest ? manifestHref(registryId, repository, digest) : repositoryHref(registryId, repository);
}
