"use client";

import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import { Panel } from "#components/ui/panel.tsx";
import type { Result } from "#lib/errors.ts";
import type { RegistryDetail } from "#lib/services/registries/types.ts";
import { ActDialog } from "./act-dialog.tsx";

interface RemoveSectionProps {
  readonly registry: Pick<RegistryDetail, "id" | "name" | "repositoryCount">;
  readonly remove: (input: { registryId: string; confirmName: string }) => Promise<Result<unknown>>;
}

/** Forgets the registry; its name is typed first, and the server checks it again. */
export function RemoveSection({ registry, remove }: RemoveSectionProps) {
  const t = useTranslations("registries.settings");
  const { id, name, repositoryCount } = registry;
  return (
    <Panel title={t("danger")}>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="min-w-0 flex-1 text-ink-2 text-sm">{t("removeNote")}</p>
        <ActDialog
          trigger={(open) => (
            <Button variant="danger" onClick={open}>
              {t("remove")}
            </Button>
          )}
          title={t("removeTitle", { name })}
          description={t("removeConsequence", { count: repositoryCount })}
          action={t("remove")}
          typed={name}
          done={t("removed", { name })}
          act={() => remove({ registryId: id, confirmName: name })}
          leaveTo="/registries"
        />
      </div>
    </Panel>
  );
}
