"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useTransition } from "react";
import { useToast } from "#components/feedback/toast.tsx";
import { Button } from "#components/ui/button.tsx";
import { Panel } from "#components/ui/panel.tsx";
import type { RegistryDetail } from "#lib/services/registries/types.ts";
import { ActDialog, type RegistryAct } from "./act-dialog.tsx";

interface AvailabilitySectionProps {
  readonly registry: Pick<RegistryDetail, "id" | "name" | "disabled">;
  readonly disable: RegistryAct;
  readonly enable: RegistryAct;
}

/** Whether any request goes to the registry. Enabling it again needs no question. */
export function AvailabilitySection({ registry, disable, enable }: AvailabilitySectionProps) {
  const t = useTranslations("registries.settings");
  const toast = useToast();
  const router = useRouter();
  const [enabling, startEnabling] = useTransition();
  const { id, name, disabled } = registry;
  const switchOn = () =>
    startEnabling(async () => {
      const result = await enable({ registryId: id });
      if (!result.ok) return toast.error(result.error);
      toast.ok({ title: t("enabled", { name }) });
      router.refresh();
    });
  return (
    <Panel title={t("availability")}>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="min-w-0 flex-1 text-ink-2 text-sm">{t(disabled ? "disabledNote" : "enabledState")}</p>
        {disabled ? (
          <Button pending={enabling} onClick={switchOn}>
            {t("enable")}
          </Button>
        ) : (
          <ActDialog
            trigger={(open) => <Button onClick={open}>{t("disable")}</Button>}
            title={t("disableTitle", { name })}
            description={t("disableConsequence")}
            action={t("disable")}
            done={t("disabled", { name })}
            act={() => disable({ registryId: id })}
          />
        )}
      </div>
    </Panel>
  );
}
