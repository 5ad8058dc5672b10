import { useTranslations } from "next-intl";
import { Callout } from "#components/ui/callout.tsx";
import { ForeignText } from "#components/ui/foreign-text.tsx";
import { Time } from "#components/ui/time.tsx";
import type { RegistrySummary } from "#lib/services/registries/index.ts";
import { isNearLimit } from "./rate-limit.tsx";

/** What a registry in use said beside its answers: that it will soon refuse, and its warnings. */
export function RegistrySays({ registry }: { registry: RegistrySummary }) {
  const t = useTranslations("repositories.warnings");
  const limits = useTranslations("registries.rateLimit");
  const { disabled, notices } = registry;
  if (disabled) return null;
  return (
    <>
      {isNearLimit(registry) ? (
        <Callout tone="warn" title={limits("nearTitle")}>
          {limits("nearHelp")}
        </Callout>
      ) : null}
      {notices.warnings.length > 0 ? (
        <Callout title={t("title")}>
          <ul className="flex flex-col gap-1">
            {notices.warnings.map(({ text, at }) => (
              <li key={text} className="wrap-anywhere">
                <ForeignText text={text} /> <Time value={at} className="text-ink-3 text-xs" />
              </li>
            ))}
          </ul>
        </Callout>
      ) : null}
    </>
  );
}
