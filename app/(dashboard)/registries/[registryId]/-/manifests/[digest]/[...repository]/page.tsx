import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PullButton } from "#components/docker/pull-button.tsx";
import { ErrorState } from "#components/feedback/error-state.tsx";
import { ImageActs } from "#components/registry/acts/image-acts.tsx";
import { CopyButton } from "#components/registry/copy/copy-button.tsx";
import { RefreshFooter } from "#components/registry/refresh-footer.tsx";
import { commandsFor } from "#components/registry/tag/commands.ts";
import { CopyCommand } from "#components/registry/tag/copy-command.tsx";
import { ImageHeader } from "#components/registry/tag/image-header.tsx";
import { ImageLayout } from "#components/registry/tag/image-layout.tsx";
import { Origin, TagChips } from "#components/registry/tag/side-panel.tsx";
import { may } from "#lib/auth/index.ts";
import { shortDigest } from "#lib/format.ts";
import { getManifest } from "#lib/services/tags/index.ts";
import { ImageTab, ImageTabBar, shownOf } from "../../../../image-tabs.tsx";
import { type PageSearch, readForPage, routeParams } from "../../../../load.ts";
import { heldPlatforms, isPullable } from "../../../../pullable.ts";
import { hasActs, rightsIn } from "../../../../rights.ts";

interface Props {
  params: Promise<Record<string, string | string[]>>;
  searchParams: PageSearch;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { repository, digest } = await routeParams(params);
  return { title: `${repository}@${shortDigest(digest)}` };
}

export default async function ManifestPage({ params, searchParams }: Props) {
  const { registryId, repository, digest } = await routeParams(params);
  const search = await searchParams;
  const { actor, result } = await readForPage(getManifest, {
    registryId,
    repository,
    digest,
    ...shownOf(search),
  });
  if (!result.ok) return <ErrorState error={result.error} />;
  const { registry, manifest, tags, indexedAt, indexing } = result.data;
  const t = await getTranslations("tags");
  const rights = rightsIn(actor.role, registry, "digest");
  const image = `${registry.host}/${repository}`;
  const reference = `${image}@${manifest.digest}`;
  return (
    <ImageLayout
      header={
        <ImageHeader
          registry={registry}
          reference={reference}
          repository={repository}
          suffix={["@", shortDigest(manifest.digest)]}
          seenAt={manifest.seenAt}
          manifest={manifest}
          actions={
            <>
              <CopyCommand {...commandsFor({ image, tag: null, digest: manifest.digest }, manifest)} />
              {may(actor.role, "image:copy") && manifest.kind !== "schema1" ? (
                <CopyButton
                  registryId={registryId}
                  repository={repository}
                  tags={[]}
                  digest={manifest.digest}
                  platforms={heldPlatforms(manifest)}
                />
              ) : null}
              {may(actor.role, "image:pull") && isPullable(manifest) ? (
                <PullButton
                  registryId={registryId}
                  repository={repository}
                  digest={manifest.digest}
                  platforms={heldPlatforms(manifest)}
                />
              ) : null}
              {hasActs(rights, manifest.digest) ? (
                <ImageActs
                  place={{ registryId, host: registry.host, repository }}
                  menu={{
                    registry: registry.name,
                    name: shortDigest(manifest.digest),
                    rights,
                    digest: manifest.digest,
                    deletion: { kind: "deleteDigest", digest: manifest.digest },
                  }}
                />
              ) : null}
            </>
          }
        />
      }
      tabs={<ImageTabBar manifest={manifest} />}
      sideLabel={t("side.label")}
      side={
        <>
          <TagChips
            registryId={registryId}
            repository={repository}
            title={t("side.tagsHere")}
            none={t("side.tagsHereNone")}
            tags={tags}
          />
          <Origin manifest={manifest} />
        </>
      }
      footer={
        <RefreshFooter
          watched={{ registryId, repository }}
          indexedAt={indexedAt}
          indexing={indexing}
          asks={search.tab === "referrers"}
        />
      }
    >
      <ImageTab registryId={registryId} repository={repository} manifest={manifest} search={search} />
    </ImageLayout>
  );
}
