"use client";

import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { Time } from "#components/ui/time.tsx";
import type { RegistryDetail } from "#lib/services/registries/types.ts";
import { ActDialog, type RegistryAct } from "./act-dialog.tsx";

interface CredentialSectionProps {
  readonly registry: Pick<RegistryDetail, "id" | "name" | "username" | "hasSecret" | "secretChangedAt">;
  readonly forget: RegistryAct;
}

/** What is stored, as far as it may be told, and how to be rid of it. */
export function CredentialSection({ registry, forget }: CredentialSectionProps) {
  const t = useTranslations("registries.settings");
  const { id, name, username, hasSecret, secretChangedAt } = registry;
  if (!hasSecret) {
    return (
      <Panel title={t("credential")}>
        <p className="text-ink-2 text-sm">{t("noCredential")}</p>
      </Panel>
    );
  }
  return (
    <Panel title={t("credential")}>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="min-w-0 flex-1 text-ink-2 text-sm">
          {t.rich("credentialStored", {
            username: () => <code className="break-all font-semibold text-ink">{username}</code>,
            ago: () => <Time value={secretChangedAt} />,
          })}
        </p>
        <ActDialog
          trigger={(open) => <Button onClick={open}>{t("forget")}</Button>}
          title={t("forgetTitle", { name })}
          description={t("forgetConsequence")}
          action={t("forget")}
          done={t("forgotten")}
          act={() => forget({ registryId: id })}
        />
      </div>
    </Panel>
  );
}
