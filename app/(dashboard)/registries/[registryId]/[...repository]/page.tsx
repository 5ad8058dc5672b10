import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { parseTableSearch } from "#components/data-table/request.ts";
import { ErrorState } from "#components/feedback/error-state.tsx";
import { IndexLive } from "#components/registry/index-live.tsx";
import { repositoryKeys } from "#components/registry/links.ts";
import { RefreshFooter } from "#components/registry/refresh-footer.tsx";
import { NoTags } from "#components/registry/tags/no-tags.tsx";
import { RepositoryHeader } from "#components/registry/tags/repository-header.tsx";
import { TagTable } from "#components/registry/tags/tag-table.tsx";
import { may } from "#lib/auth/index.ts";
import { getRepository } from "#lib/services/repositories/index.ts";
import { listTags } from "#lib/services/tags/index.ts";
import { refreshRepository } from "../actions.ts";
import { type PageSearch, readForPage, routeParams } from "../load.ts";

interface Props {
  params: Promise<Record<string, string | string[]>>;
  searchParams: PageSearch;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await routeParams(params)).repository };
}

export default async function RepositoryPage({ params, searchParams }: Props) {
  const { registryId, repository } = await routeParams(params);
  const { sort, filter, platform, ...order } = tableRequest(await searchParams);
  const { actor, result } = await readForPage(getRepository, { registryId, repository });
  const { result: tags } = await readForPage(listTags, {
    ...order,
    registryId,
    repository,
    ...(filter ? { filter } : {}),
    ...(platform ? { platform } : {}),
    sort,
  });
  if (!result.ok) return <ErrorState error={result.error} />;
  if (!tags.ok) return <ErrorState error={tags.error} />;
  const view = result.data;
  const refresh = may(actor.role, "registry:refresh")
    ? refreshRepository.bind(null, { registryId, repository })
    : undefined;
  const t = await getTranslations("tags.list");
  return (
    <>
      <RepositoryHeader view={view} />
      {view.indexError && !view.indexing ? (
        <div className="mt-4">
          <ErrorState error={view.indexError} size="inline" />
        </div>
      ) : null}
      <TagTable
        registryId={registryId}
        repository={repository}
        initialPage={tags.data}
        platforms={view.platforms}
        filling={view.indexing && view.indexedAt === null}
        empty={<NoTags host={view.registry.host} repository={repository} />}
        footer={
          <RefreshFooter
            indexedAt={view.indexedAt}
            indexing={view.indexing}
            refresh={refresh}
            aside={t("requests")}
          />
        }
      />
      <IndexLive queryKey={repositoryKeys.tags(registryId, repository)} indexing={view.indexing} />
    </>
  );
}

function tableRequest(search: Awaited<PageSearch>) {
  const request = parseTableSearch(search, {
    sortable: ["name", "digest", "platform", "size", "created", "seen"],
    defaultSort: { column: "name", direction: "desc" },
    filters: ["platform"],
  });
  return {
    filter: request.filter,
    sort: request.sort as "name",
    direction: request.direction,
    platform: request.filters.platform,
  };
}
