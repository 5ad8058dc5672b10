import type { Metadata } from "next";
import { parseTableSearch } from "#components/data-table/request.ts";
import { ErrorState } from "#components/feedback/error-state.tsx";
import { isActive } from "#components/jobs/active.ts";
import { RunPanel } from "#components/jobs/run-panel.tsx";
import { RefreshFooter } from "#components/registry/refresh-footer.tsx";
import { NamespaceTree } from "#components/registry/repositories/namespace-tree.tsx";
import { NoRepositories } from "#components/registry/repositories/no-repositories.tsx";
import { PinButton } from "#components/registry/repositories/pin-button.tsx";
import { RegistryHeader } from "#components/registry/repositories/registry-header.tsx";
import { RegistryNotices } from "#components/registry/repositories/registry-notices.tsx";
import { RepositoryTable } from "#components/registry/repositories/repository-table.tsx";
import { may } from "#lib/auth/index.ts";
import { getIndexRun } from "#lib/services/jobs/index.ts";
import { getRegistry } from "#lib/services/registries/index.ts";
import { countRegistryRepositories, listRepositories, listTree } from "#lib/services/repositories/index.ts";
import { pinRepository, refreshRegistry } from "./actions.ts";
import { type PageSearch, readForPage, routeParams } from "./load.ts";

interface Props {
  params: Promise<Record<string, string | string[]>>;
  searchParams: PageSearch;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { registryId } = await routeParams(params);
  const { result } = await readForPage(getRegistry, { registryId });
  return { title: result.ok ? result.data.name : undefined };
}

export default async function RegistryPage({ params, searchParams }: Props) {
  const { registryId } = await routeParams(params);
  const search = await searchParams;
  const { actor, result } = await readForPage(getRegistry, { registryId });
  if (!result.ok) return <ErrorState error={result.error} />;
  const registry = result.data;
  const request = tableRequest(search);
  const [{ result: list }, { result: tree }, { result: run }, counts] = await Promise.all([
    readForPage(listRepositories, { registryId, ...request }),
    readForPage(listTree, { registryId, filter: request.filter }),
    readForPage(getIndexRun, { registryId }),
    countRegistryRepositories(registry.id),
  ]);
  if (!list.ok) return <ErrorState error={list.error} />;
  if (!tree.ok) return <ErrorState error={tree.error} />;

  const refused = registry.healthError?.reason === "listing_refused";
  const refreshes = may(actor.role, "registry:refresh");
  const busy = run.ok && run.data !== null && isActive(run.data);
  const refresh = refreshRegistry.bind(null, { registryId: registry.id });
  const pin = (variant: "primary" | "secondary") =>
    refreshes ? (
      <PinButton registryId={registry.id} registry={registry.name} pin={pinRepository} variant={variant} />
    ) : null;
  const common = {
    registryId: registry.id,
    registry: registry.name,
    empty: (
      <NoRepositories
        host={registry.host}
        refused={refused}
        unread={registry.indexedAt === null}
        pin={refused ? pin("primary") : undefined}
      />
    ),
    footer: (
      <RefreshFooter
        watched={{ registryId: registry.id }}
        indexedAt={registry.indexedAt}
        indexing={list.data.listing}
        refresh={refreshes && !registry.disabled && !busy ? refresh : undefined}
      />
    ),
  };
  return (
    <>
      <RegistryHeader
        registry={registry}
        counts={counts}
        manages={may(actor.role, "registry:manage")}
        actions={pin("secondary")}
      />
      <RegistryNotices registry={registry} refused={refused && counts.all > 0} />
      {run.ok && run.data ? (
        <RunPanel key={run.data.id} initial={run.data} mayPause={may(actor.role, "job:cancel")} />
      ) : null}
      {search.view === "tree" ? (
        <NamespaceTree {...common} root={tree.data} rootFilter={request.filter ?? ""} />
      ) : (
        <RepositoryTable
          {...common}
          initialPage={list.data}
          hasPinned={counts.pinned > 0}
          filling={list.data.listing && registry.indexedAt === null}
        />
      )}
    </>
  );
}

function tableRequest(search: Awaited<PageSearch>) {
  const request = parseTableSearch(search, {
    sortable: ["name", "tags", "size", "pushed", "indexed"],
    defaultSort: { column: "name", direction: "asc" },
    filters: ["pinned"],
  });
  return {
    filter: request.filter || undefined,
    sort: request.sort as "name",
    direction: request.direction,
    pinned: request.filters.pinned === "true" ? "true" : undefined,
  };
}
