import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { EmptyState } from "#components/feedback/empty-state.tsx";
import { ErrorState } from "#components/feedback/error-state.tsx";
import { RegistryLive } from "#components/registry/registry-live.tsx";
import { Growth } from "#components/registry/storage/growth.tsx";
import { LargeBlobs } from "#components/registry/storage/large-blobs.tsx";
import { pictured, storageParts } from "#components/registry/storage/parts.ts";
import { ShareTable } from "#components/registry/storage/share-table.tsx";
import { StorageHeader } from "#components/registry/storage/storage-header.tsx";
import { StorageMap } from "#components/registry/storage/storage-map.tsx";
import { Untagged } from "#components/registry/storage/untagged.tsx";
import { getStorage } from "#lib/services/storage/index.ts";
import { type PageSearch, readForPage, routeParams } from "../../load.ts";

interface Props {
  params: Promise<Record<string, string | string[]>>;
  searchParams: PageSearch;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("storage"))("open") };
}

export default async function StoragePage({ params, searchParams }: Props) {
  const [{ registryId }, { namespace }] = await Promise.all([routeParams(params), searchParams]);
  const asked = typeof namespace === "string" ? { registryId, namespace } : { registryId };
  const { result } = await readForPage(getStorage, asked);
  if (!result.ok) return <ErrorState error={result.error} />;
  const view = result.data;
  const t = await getTranslations("storage");
  const { bytes } = pictured(view.namespace, view.totals);
  return (
    <>
      <RegistryLive registryId={view.registry.id} repositories />
      <StorageHeader view={view} />
      {view.totals === null || bytes === 0 ? (
        <EmptyState title={view.measuring ? t("empty.measuring") : t("empty.nothing")}>
          {view.measuring ? t("empty.measuringHelp") : t("empty.nothingHelp")}
        </EmptyState>
      ) : (
        <div className="flex flex-col gap-8 py-4">
          <section className="flex flex-col gap-2">
            <StorageMap
              parts={storageParts(view, { root: t("root"), shared: t("shared"), others: t("others") })}
              total={bytes}
            />
            <p className="text-ink-3 text-xs">{t("mapHint")}</p>
          </section>
          <ShareTable view={view} />
          {view.namespace === null ? (
            <>
              <Growth days={view.days} />
              <LargeBlobs registryId={view.registry.id} blobs={view.blobs} />
              <Untagged totals={view.totals} />
            </>
          ) : null}
        </div>
      )}
    </>
  );
}
