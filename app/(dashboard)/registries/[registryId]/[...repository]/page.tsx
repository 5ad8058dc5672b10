import type { Metadata } from "next";
import { parseTableSearch } from "#components/data-table/request.ts";
import { PullButton } from "#components/docker/pull-button.tsx";
import { ErrorState } from "#components/feedback/error-state.tsx";
import { RefreshFooter } from "#components/registry/refresh-footer.tsx";
import { SourceTrouble } from "#components/registry/source-trouble.tsx";
import { NoTags } from "#components/registry/tags/no-tags.tsx";
import { RepositoryHeader } from "#components/registry/tags/repository-header.tsx";
import { TagTable } from "#components/registry/tags/tag-table.tsx";
import { may } from "#lib/auth/index.ts";
import { getPulls } from "#lib/services/notifications/index.ts";
import { getRepository } from "#lib/services/repositories/index.ts";
import { listTags } from "#lib/services/tags/index.ts";
import { refreshRepository } from "../actions.ts";
import { type PageSearch, readForPage, routeParams } from "../load.ts";
import { rightsIn } from "../rights.ts";

interface Props {
  params: Promise<Record<string, string | string[]>>;
  searchParams: PageSearch;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await routeParams(params)).repository };
}

export default async function RepositoryPage({ params, searchParams }: Props) {
  const { registryId, repository } = await routeParams(params);
  const { sort, filter, filters, ...order } = tableRequest(await searchParams);
  const [{ actor, result }, { result: tags }, { result: pulls }] = await Promise.all([
    readForPage(getRepository, { registryId, repository }),
    readForPage(listTags, {
      ...order,
      registryId,
      repository,
      ...(filter ? { filter } : {}),
      ...filters,
      sort,
    }),
    readForPage(getPulls, { registryId, repository }),
  ]);
  if (!result.ok) return <ErrorState error={result.error} />;
  if (!tags.ok) return <ErrorState error={tags.error} />;
  const view = result.data;
  const refresh =
    may(actor.role, "registry:refresh") && !view.registry.disabled
      ? refreshRepository.bind(null, { registryId, repository })
      : undefined;
  return (
    <>
      <RepositoryHeader
        view={view}
        pulls={pulls.ok ? pulls.data : null}
        tab="tags"
        actions={
          may(actor.role, "image:pull") ? (
            <PullButton registryId={registryId} repository={repository} />
          ) : undefined
        }
      />
      {view.indexError ? (
        <div className="mt-4 mb-2">
          <SourceTrouble error={view.indexError} />
        </div>
      ) : null}
      <TagTable
        registryId={registryId}
        host={view.registry.host}
        repository={repository}
        registry={view.registry.name}
        rights={rightsIn(actor.role, view.registry)}
        initialPage={tags.data}
        mayCopy={may(actor.role, "image:copy")}
        platforms={view.platforms}
        told={view.told}
        filling={view.indexing && view.indexedAt === null}
        empty={<NoTags host={view.registry.host} repository={repository} unread={view.indexedAt === null} />}
        footer={
          <RefreshFooter
            watched={{ registryId, repository }}
            indexedAt={view.indexedAt}
            indexing={view.indexing}
            refresh={refresh}
          />
        }
      />
    </>
  );
}

function tableRequest(search: Awaited<PageSearch>) {
  const request = parseTableSearch(search, {
    sortable: ["name", "digest", "platform", "size", "created", "pushed", "pulled"],
    defaultSort: { column: "name", direction: "desc" },
    filters: ["platform", "size", "age", "attachments"],
  });
  return {
    filter: request.filter,
    sort: request.sort as "name",
    direction: request.direction,
    filters: request.filters,
  };
}
