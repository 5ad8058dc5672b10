import { useTranslations } from "next-intl";
import { Callout } from "#components/ui/callout.tsx";
import type { ErrorDto } from "#lib/errors.ts";
import type { RegistrySummary } from "#lib/services/registries/index.ts";
import { RegistrySays } from "../registry-says.tsx";
import { SourceTrouble } from "../source-trouble.tsx";

interface RegistryNoticesProps {
  registry: RegistrySummary;
  /** It does not list, and what is shown was pinned. */
  refused: boolean;
}

/** What stands between the reader and a true, complete, fresh list. */
export function RegistryNotices({ registry, refused }: RegistryNoticesProps) {
  const t = useTranslations("repositories");
  const settings = useTranslations("registries.settings");
  const { disabled, truncated } = registry;
  return (
    <div className="mt-2 flex flex-col gap-2 empty:hidden">
      {disabled ? <Callout>{settings("disabledNote")}</Callout> : null}
      {refused ? <Callout title={t("refused.title")}>{t("refused.help")}</Callout> : null}
      {truncated ? (
        <Callout tone="warn" title={t("truncated.title")}>
          {t("truncated.help")}
        </Callout>
      ) : null}
      <RegistrySays registry={registry} />
      {isTrouble(registry) ? <SourceTrouble error={registry.healthError} /> : null}
    </div>
  );
}

/** Why the list may be old: the registry is away, or asked to be left alone for a while. */
function isTrouble(registry: RegistrySummary): registry is RegistrySummary & { healthError: ErrorDto } {
  const { health, healthError, disabled } = registry;
  if (!healthError || disabled) return false;
  return health === "error" || (health === "warn" && healthError.code === "RATE_LIMITED");
}
