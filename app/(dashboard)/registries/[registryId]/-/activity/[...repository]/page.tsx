import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ErrorState } from "#components/feedback/error-state.tsx";
import { RepositoryHeader } from "#components/registry/tags/repository-header.tsx";
import { getPulls } from "#lib/services/notifications/index.ts";
import { getRepository } from "#lib/services/repositories/index.ts";
import { type PageSearch, readForPage, routeParams } from "../../../load.ts";
import { Told } from "../told.tsx";

interface Props {
  params: Promise<Record<string, string | string[]>>;
  searchParams: PageSearch;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations("activity");
  return { title: t("heading", { name: (await routeParams(params)).repository }) };
}

export default async function RepositoryActivityPage({ params, searchParams }: Props) {
  const { registryId, repository } = await routeParams(params);
  const place = { registryId, repository };
  const { result: view } = await readForPage(getRepository, place);
  const { result: pulls } = await readForPage(getPulls, place);
  if (!view.ok) return <ErrorState error={view.error} />;
  const header = <RepositoryHeader view={view.data} pulls={pulls.ok ? pulls.data : null} tab="activity" />;
  return <Told place={place} search={await searchParams} header={() => header} />;
}
