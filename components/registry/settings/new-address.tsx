import { useTranslations } from "next-intl";
import { Callout } from "#components/ui/callout.tsx";
import { CodeBlock } from "#components/ui/copy.tsx";

/** What CNCF Distribution 2 and 3 read. Blobs come and go with their manifests: without them there is less to post. */
function distributionYaml(url: string): string {
  return [
    "notifications:",
    "  endpoints:",
    "    - name: longshore",
    `      url: ${url}`,
    "      timeout: 3s",
    "      threshold: 5",
    "      backoff: 10s",
    "      ignoredmediatypes:",
    "        - application/octet-stream",
  ].join("\n");
}

const local = /^https?:\/\/(localhost|127\.|\[::1\])/;

/** The address a registry posts to, while it can be seen, and where it is to be put. */
export function NewAddress({ url }: { url: string }) {
  const t = useTranslations("activity.settings");
  return (
    <div className="mt-4 flex flex-col gap-4 text-ink-2 text-sm">
      <Callout tone="warn" role="status" title={t("once")}>
        {t("onceHelp")}
      </Callout>
      <div className="flex flex-col gap-1.5">
        <h3 className="font-medium text-ink">{t("address")}</h3>
        <CodeBlock code={url} label={t("copyAddress")} />
        {local.test(url) ? <p>{t("local")}</p> : null}
      </div>
      <div className="flex flex-col gap-1.5">
        <h3 className="font-medium text-ink">{t("distribution")}</h3>
        <CodeBlock code={distributionYaml(url)} label={t("copyYaml")} />
      </div>
      <p>{t("harbor")}</p>
      <p>{t("others")}</p>
    </div>
  );
}
