import { Container } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { parseTableSearch } from "#components/data-table/request.ts";
import { EmptyState } from "#components/feedback/empty-state.tsx";
import { ErrorState } from "#components/feedback/error-state.tsx";
import { PageHeader } from "#components/layout/page-header.tsx";
import { RegistryTable } from "#components/registry/list/registry-table.tsx";
import { RegistryLive } from "#components/registry/registry-live.tsx";
import { Button } from "#components/ui/button.tsx";
import { may, pageActor } from "#lib/auth/index.ts";
import { executeRead } from "#lib/operations/index.ts";
import { listRegistries, registrySorts } from "#lib/services/registries/index.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("registries"))("title") };
}

interface PageProps {
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

export default async function RegistriesPage({ searchParams }: PageProps) {
  const actor = await pageActor();
  const { filter, sort, direction } = parseTableSearch(await searchParams, { sortable: registrySorts });
  const result = await executeRead(listRegistries, actor, async () => ({
    filter,
    direction,
    ...(sort ? { sort } : {}),
  }));
  if (!result.ok) return <ErrorState error={result.error} />;
  const t = await getTranslations("registries");
  const manages = may(actor.role, "registry:manage");
  const connect = (
    <Button variant="primary" asChild>
      <Link href="/registries/connect">{t("connect")}</Link>
    </Button>
  );
  return (
    <>
      <RegistryLive />
      <PageHeader
        title={t("title")}
        meta={t("list.intro")}
        actions={manages && result.data.count > 0 ? connect : undefined}
        className="pb-3"
      />
      <RegistryTable
        initialPage={result.data}
        manages={manages}
        empty={
          <EmptyState icon={<Container />} title={t("list.empty")} actions={manages ? connect : undefined}>
            {t(manages ? "list.emptyHelp" : "list.emptyViewer")}
          </EmptyState>
        }
      />
    </>
  );
}
