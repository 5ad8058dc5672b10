import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { ErrorState } from "#components/feedback/error-state.tsx";
import { RegistryState } from "#components/registry/list/registry-state.tsx";
import { AvailabilitySection } from "#components/registry/settings/availability-section.tsx";
import { CredentialSection } from "#components/registry/settings/credential-section.tsx";
import { RemoveSection } from "#components/registry/settings/remove-section.tsx";
import { SettingsForm } from "#components/registry/settings/settings-form.tsx";
import { pageActor } from "#lib/auth/index.ts";
import { decodeParams, executeRead, type RouteParams } from "#lib/operations/index.ts";
import { getRegistrySettings } from "#lib/services/registries/index.ts";
import {
  approveTokenHost,
  disableRegistry,
  enableRegistry,
  forgetCredential,
  removeRegistry,
  updateRegistry,
} from "../../../actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("registries.settings"))("title") };
}

export default async function RegistrySettingsPage({ params }: { readonly params: Promise<RouteParams> }) {
  const actor = await pageActor();
  const result = await executeRead(getRegistrySettings, actor, async () => decodeParams(await params));
  if (!result.ok) {
    if (result.error.code === "NOT_FOUND") notFound();
    return <ErrorState error={result.error} />;
  }
  const registry = result.data;
  const t = await getTranslations("registries.settings");
  return (
    <>
      <header className="mb-5 flex flex-col gap-1">
        <h1 className="break-words font-semibold text-xl">{t("heading", { name: registry.name })}</h1>
        <p className="flex flex-wrap items-center gap-x-4 gap-y-1 text-ink-2 text-sm">
          <RegistryState registry={registry} showLabel />
          <code className="break-all">{registry.endpoint}</code>
        </p>
      </header>
      <SettingsForm registry={registry} update={updateRegistry} approveTokenHost={approveTokenHost} />
      <div className="mt-10 flex max-w-[35rem] flex-col gap-5">
        <CredentialSection registry={registry} forget={forgetCredential} />
        <AvailabilitySection registry={registry} disable={disableRegistry} enable={enableRegistry} />
        <RemoveSection registry={registry} remove={removeRegistry} />
      </div>
    </>
  );
}
