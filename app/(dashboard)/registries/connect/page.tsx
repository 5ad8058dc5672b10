import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ErrorState } from "#components/feedback/error-state.tsx";
import { PageHeader } from "#components/layout/page-header.tsx";
import { ConnectForm } from "#components/registry/connect/connect-form.tsx";
import { ImportButton } from "#components/registry/import/import-button.tsx";
import { may, pageActor } from "#lib/auth/index.ts";
import { productForms } from "#lib/services/registries/index.ts";
import { createRegistry, importDockerLogin } from "../actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("registries"))("connect") };
}

export default async function ConnectPage() {
  const actor = await pageActor();
  if (!may(actor.role, "registry:manage")) return <ErrorState error={{ code: "FORBIDDEN" }} />;
  const t = await getTranslations("registries.form");
  return (
    <>
      <PageHeader
        title={t("heading")}
        meta={t("intro")}
        actions={<ImportButton connect={importDockerLogin} />}
        className="pb-5"
      />
      <ConnectForm products={productForms} create={createRegistry} />
    </>
  );
}
