import { ArrowUpFromLine, MoveRight, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
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
  return (
    <Panel flush title={t("changes")}>
      {changes.length === 0 ? (
        <p className="px-4 py-6 text-center text-ink-3">{t("noChanges")}</p>
      ) : (
        <ul className="divide-y divide-line">
          {changes.map((change) => {
            const { kind, registryId, repository, tag, digest, registry, actor, at } = change;
            const word = kind === "moved" || kind === "gone" ? t(kind) : kinds(kind);
            return (
              <RecentLine
                key={[registryId, repository, tag, digest, kind, at].join(" ")}
                subject={change}
                {...looks[kind]}
              >
                {[word, registry, actor].filter(Boolean).join(" · ")}
              </RecentLine>
            );
          })}
        </ul>
      )}
    </Panel>
  );
}
