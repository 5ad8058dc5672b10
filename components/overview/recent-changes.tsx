import { ArrowUpFromLine, MoveRight, Trash2 } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { formatNumber } from "#lib/format.ts";
import type { RecentChange } from "#lib/services/notifications/index.ts";
import { Panel } from "../ui/panel.tsx";
import { RecentLine } from "./recent-line.tsx";

const looks = {
  push: { icon: ArrowUpFromLine, tone: "text-ok" },
  delete: { icon: Trash2, tone: "text-danger" },
  moved: { icon: MoveRight, tone: "text-info" },
  gone: { icon: Trash2, tone: "text-danger" },
} as const;

/** The last pushes, moves and deletions of all registries. */
export function RecentChanges({ changes }: { changes: readonly RecentChange[] }) {
  const t = useTranslations("shell.home");
  const kinds = useTranslations("activity.kinds");
  const locale = useLocale();
  const whatHappened = ({ kind, tag, count, more }: RecentChange) => {
    const words = `${formatNumber(count, locale)}${more ? "+" : ""}`;
    const found = kind === "moved" || kind === "gone";
    if (count === 1) return found ? t(kind) : kinds(kind);
    return tag !== null || found ? t(`many.tags.${kind}`, { words }) : t(`many.manifests.${kind}`, { words });
  };
  return (
    <Panel flush title={t("changes")}>
      {changes.length === 0 ? (
        <p className="px-4 py-6 text-center text-ink-3">{t("noChanges")}</p>
      ) : (
        <ul className="divide-y divide-line">
          {changes.map((change) => {
            const { kind, registryId, repository, tag, digest, registry, actor, at, count } = change;
            return (
              <RecentLine
                key={[registryId, repository, tag, digest, kind, at].join(" ")}
                subject={count > 1 ? { ...change, tag: null, digest: null } : change}
                {...looks[kind]}
              >
                {[whatHappened(change), registry, actor].filter(Boolean).join(" · ")}
              </RecentLine>
            );
          })}
        </ul>
      )}
    </Panel>
  );
}
