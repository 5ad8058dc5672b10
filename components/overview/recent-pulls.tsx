import { ArrowDownToLine } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { formatNumber } from "#lib/format.ts";
import type { RecentPull } from "#lib/services/notifications/index.ts";
import { Panel } from "../ui/panel.tsx";
import { RecentLine } from "./recent-line.tsx";

/** What was pulled last from all registries, each tag once: how often, and who was the last. */
export function RecentPulls({ pulls }: { pulls: readonly RecentPull[] }) {
  const t = useTranslations("shell.home");
  const locale = useLocale();
  return (
    <Panel flush title={t("pulls")}>
      {pulls.length === 0 ? (
        <p className="px-4 py-6 text-center text-ink-3">{t("noPulls")}</p>
      ) : (
        <ul className="divide-y divide-line">
          {pulls.map((pull) => {
            const { registryId, repository, tag, registry, pulls: count, actor } = pull;
            const words = [
              tag === null && t("byDigest"),
              count !== null && t("pullCount", { count, words: formatNumber(count, locale) }),
              actor && t("lastPull", { name: actor }),
              registry,
            ];
            return (
              <RecentLine
                key={[registryId, repository, tag].join(" ")}
                subject={pull}
                icon={ArrowDownToLine}
                tone="text-ink-3"
              >
                {words.filter(Boolean).join(" · ")}
              </RecentLine>
            );
          })}
        </ul>
      )}
    </Panel>
  );
}
