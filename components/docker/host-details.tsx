"use client";

import { useTranslations } from "next-intl";
import { Callout } from "#components/ui/callout.tsx";
import { DetailList } from "#components/ui/panel.tsx";
import type { HostDetail } from "#lib/services/hosts/types.ts";

/** What is seldom asked for, at the end of the facts; opened, it takes a line of its own. */
export function HostDetails({ host }: { host: HostDetail }) {
  const t = useTranslations("hosts.facts");
  const { info } = host;
  if (!info) return null;
  const mono = (text: string) => <span className="break-all font-mono text-xs">{text}</span>;
  return (
    <details className="open:basis-full">
      <summary className="w-fit underline decoration-line-strong underline-offset-4 hover:text-ink">
        {t("more")}
      </summary>
      <DetailList
        className="mt-3 mb-1 max-w-2xl"
        items={[
          { key: "endpoint", label: t("endpoint"), value: mono(host.endpoint) },
          { key: "api", label: t("api"), value: mono(info.apiVersion) },
          { key: "kernel", label: t("kernel"), value: mono(info.kernel) },
          { key: "driver", label: t("driver"), value: mono(info.storageDriver) },
          { key: "root", label: t("root"), value: mono(info.rootDir) },
          { key: "insecure", label: t("insecure"), value: mono(info.insecureRegistries.join(", ")) },
        ]}
      />
    </details>
  );
}

/** What the daemon itself warns of is never folded away. */
export function HostWarnings({ warnings }: { warnings: readonly string[] }) {
  const t = useTranslations("hosts.facts");
  if (warnings.length === 0) return null;
  return (
    <Callout tone="warn" title={t("warnings")}>
      <ul>
        {warnings.map((warning) => (
          <li key={warning}>{warning.replace(/^WARNING: /, "")}</li>
        ))}
      </ul>
    </Callout>
  );
}
