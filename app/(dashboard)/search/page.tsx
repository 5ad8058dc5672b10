import { Telescope } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { EmptyState } from "#components/feedback/empty-state.tsx";
import { PageHeader } from "#components/layout/page-header.tsx";
import { SearchView } from "#components/search/search-view.tsx";
import { Button } from "#components/ui/button.tsx";
import { may, pageActor } from "#lib/auth/index.ts";
import { loadRail } from "../rail.ts";
import { pinRepository } from "../registries/[registryId]/actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("search"))("title") };
}

export default async function SearchPage() {
  const actor = await pageActor();
  const [{ registries, hosts }, t] = await Promise.all([loadRail(), getTranslations("search")]);
  const manages = may(actor.role, "registry:manage");
  const connect = manages ? (
    <Button variant={registries.length === 0 ? "primary" : "secondary"} asChild>
      <Link href="/registries/connect">{t("start.connect")}</Link>
    </Button>
  ) : undefined;
  const hub = registries.some(({ host }) => host === "docker.io");
  const start = (
    <EmptyState icon={<Telescope />} title={t("start.title")} actions={hub ? undefined : connect}>
      <p>{t("start.help", { count: registries.length })}</p>
      {hub ? null : <p className="mt-2">{t("start.noHub")}</p>}
    </EmptyState>
  );
  return (
    <>
      <PageHeader title={t("title")} meta={t("intro")} />
      {registries.length === 0 ? (
        <EmptyState icon={<Telescope />} title={t("start.none")} actions={connect}>
          {t("start.noHub")}
        </EmptyState>
      ) : (
        <SearchView
          registries={registries.map(({ id, name }) => ({ id, name }))}
          {...(may(actor.role, "registry:refresh") ? { pin: pinRepository } : {})}
          pulls={may(actor.role, "image:pull") && hosts.length > 0}
          start={start}
        />
      )}
    </>
  );
}
