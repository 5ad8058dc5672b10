import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { ErrorState } from "#components/feedback/error-state.tsx";
import { registryHref } from "#components/hrefs.ts";
import { PageHeader } from "#components/layout/page-header.tsx";
import { RegistryState } from "#components/registry/list/registry-state.tsx";
import { RateLimit } from "#components/registry/rate-limit.tsx";
import { RegistryLive } from "#components/registry/registry-live.tsx";
import { RegistrySays } from "#components/registry/registry-says.tsx";
import { AvailabilitySection } from "#components/registry/settings/availability-section.tsx";
import { CredentialSection } from "#components/registry/settings/credential-section.tsx";
import { IndexingSection } from "#components/registry/settings/indexing-section.tsx";
import { NotificationsSection } from "#components/registry/settings/notifications-section.tsx";
import { PinnedSection } from "#components/registry/settings/pinned-section.tsx";
import { RemoveSection } from "#components/registry/settings/remove-section.tsx";
import { SettingsForm } from "#components/registry/settings/settings-form.tsx";
import { Button } from "#components/ui/button.tsx";
import { pageActor } from "#lib/auth/index.ts";
import { env } from "#lib/env.ts";
import { decodeParams, executeRead, type RouteParams } from "#lib/operations/index.ts";
import { getNotifications } from "#lib/services/notifications/index.ts";
import { getRegistrySettings, productForms } from "#lib/services/registries/index.ts";
import { listRepositories } from "#lib/services/repositories/index.ts";
import {
  approveTokenHost,
  disableRegistry,
  enableRegistry,
  forgetCredential,
  removeRegistry,
  setIndexing,
  turnOffNotifications,
  turnOnNotifications,
  updateRegistry,
} from "../../../actions.ts";
import { pinRepository, unpinRepository } from "../../actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("registries.settings"))("title") };
}

export default async function RegistrySettingsPage({ params }: { readonly params: Promise<RouteParams> }) {
  const actor = await pageActor();
  const place = async () => decodeParams(await params);
  const [result, notifications] = await Promise.all([
    executeRead(getRegistrySettings, actor, place),
    executeRead(getNotifications, actor, place),
  ]);
  if (!result.ok) {
    if (result.error.code === "NOT_FOUND") notFound();
    return <ErrorState error={result.error} />;
  }
  const registry = result.data;
  const pinned = await executeRead(listRepositories, actor, async () => ({
    registryId: registry.id,
    pinned: "true",
    limit: 200,
  }));
  const t = await getTranslations("registries.settings");
  return (
    <>
      <RegistryLive registryId={registry.id} />
      <PageHeader
        title={t("heading", { name: registry.name })}
        meta={
          <>
            <RegistryState registry={registry} showLabel />
            {registry.notices.rateLimit ? <RateLimit limit={registry.notices.rateLimit} /> : null}
            <code className="break-all">{registry.endpoint}</code>
          </>
        }
        actions={
          <Button asChild>
            <Link href={registryHref(registry.id)}>{t("open")}</Link>
          </Button>
        }
        className="pb-5"
      />
      <div className="mb-5 flex flex-col gap-2 empty:hidden">
        <RegistrySays registry={registry} />
      </div>
      <SettingsForm
        registry={registry}
        products={productForms}
        update={updateRegistry}
        approveTokenHost={approveTokenHost}
      />
      <div className="mt-10 flex max-w-[35rem] flex-col gap-5">
        <IndexingSection registryId={registry.id} settings={registry.indexing} save={setIndexing} />
        <CredentialSection registry={registry} forget={forgetCredential} />
        <PinnedSection
          registryId={registry.id}
          pinned={pinned.ok ? pinned.data.items.map(({ name }) => name) : []}
          more={pinned.ok && pinned.data.next !== undefined}
          pin={pinRepository}
          unpin={unpinRepository}
        />
        {notifications.ok ? (
          <NotificationsSection
            registry={registry}
            notifications={notifications.data}
            publicUrl={env().publicUrl}
            turnOn={turnOnNotifications}
            turnOff={turnOffNotifications}
          />
        ) : (
          <ErrorState error={notifications.error} />
        )}
        <AvailabilitySection registry={registry} disable={disableRegistry} enable={enableRegistry} />
        <RemoveSection registry={registry} remove={removeRegistry} />
      </div>
    </>
  );
}
