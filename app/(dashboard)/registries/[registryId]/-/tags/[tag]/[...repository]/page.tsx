import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PullButton } from "#components/docker/pull-button.tsx";
import { EmptyState } from "#components/feedback/empty-state.tsx";
import { ErrorState } from "#components/feedback/error-state.tsx";
import { ImageActs } from "#components/registry/acts/image-acts.tsx";
import { CopyButton } from "#components/registry/copy/copy-button.tsx";
import { RefreshFooter } from "#components/registry/refresh-footer.tsx";
import { SourceTrouble } from "#components/registry/source-trouble.tsx";
import { commandsFor } from "#components/registry/tag/commands.ts";
import { CopyCommand } from "#components/registry/tag/copy-command.tsx";
import { GoneTag } from "#components/registry/tag/gone-tag.tsx";
import { ImageHeader } from "#components/registry/tag/image-header.tsx";
import { ImageLayout } from "#components/registry/tag/image-layout.tsx";
import { Moves } from "#components/registry/tag/moves.tsx";
import { Origin, TagChips, TagHistory } from "#components/registry/tag/side-panel.tsx";
import { may } from "#lib/auth/index.ts";
import { getTag } from "#lib/services/tags/index.ts";
import { refreshRepository } from "../../../../actions.ts";
import { ImageTab, ImageTabBar, shownOf } from "../../../../image-tabs.tsx";
import { type PageSearch, readForPage, routeParams } from "../../../../load.ts";
import { heldPlatforms, isPullable } from "../../../../pullable.ts";
import { hasActs, rightsIn } from "../../../../rights.ts";

interface Props {
  params: Promise<Record<string, string | string[]>>;
  searchParams: PageSearch;
}

/** The same acts before and after the tag went: the dialog that deletes it is not closed by the page drawn anew. */
const acts = "acts";

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { repository, tag } = await routeParams(params);
  return { title: `${repository}:${tag}` };
}

export default async function TagPage({ params, searchParams }: Props) {
  const { registryId, repository, tag: name } = await routeParams(params);
  const search = await searchParams;
  const { actor, result } = await readForPage(getTag, {
    registryId,
    repository,
    tag: name,
    ...shownOf(search),
  });
  if (!result.ok) return <ErrorState error={result.error} />;
  const view = result.data;
  const { registry } = view;
  const refresh =
    may(actor.role, "registry:refresh") && !registry.disabled
      ? refreshRepository.bind(null, { registryId, repository })
      : undefined;
  const followed = { watched: { registryId, repository }, indexing: view.indexing, refresh };
  const place = { registryId, host: registry.host, repository };
  if (view.gone) {
    return (
      <GoneTag
        view={view}
        actions={<ImageActs key={acts} place={place} menu={null} />}
        footer={<RefreshFooter {...followed} indexedAt={view.indexedAt} />}
      />
    );
  }
  const { tag, manifest } = view;
  // Its own trouble before the repository's: either says why what stands here may be old.
  const problem = tag.error ?? view.indexError;
  const state = view.indexing ? "resolving" : tag.error ? "failed" : "unread";
  const t = await getTranslations("tags");
  const rights = rightsIn(actor.role, registry);
  const image = `${registry.host}/${repository}`;
  return (
    <ImageLayout
      header={
        <ImageHeader
          registry={registry}
          reference={`${image}:${tag.name}`}
          repository={repository}
          suffix={[":", tag.name]}
          seenAt={tag.movedAt ?? tag.firstSeenAt}
          pushedAt={tag.pushedAt}
          pulledAt={tag.pulledAt}
          manifest={manifest}
          actions={
            <>
              <CopyCommand {...commandsFor({ image, tag: tag.name, digest: tag.digest }, manifest)} />
              {may(actor.role, "image:copy") && manifest?.kind !== "schema1" ? (
                <CopyButton
                  registryId={registryId}
                  repository={repository}
                  tags={[tag.name]}
                  platforms={heldPlatforms(manifest)}
                />
              ) : null}
              {may(actor.role, "image:pull") && isPullable(manifest) ? (
                <PullButton
                  registryId={registryId}
                  repository={repository}
                  tag={tag.name}
                  platforms={heldPlatforms(manifest)}
                />
              ) : null}
              {hasActs(rights, tag.digest) ? (
                <ImageActs
                  key={acts}
                  place={place}
                  menu={{
                    registry: registry.name,
                    name: tag.name,
                    rights,
                    digest: tag.digest,
                    deletion: { kind: "delete", tags: [tag.name] },
                  }}
                />
              ) : null}
            </>
          }
        />
      }
      notice={problem ? <SourceTrouble error={problem} /> : null}
      tabs={manifest ? <ImageTabBar manifest={manifest} moves={view.moves.length} /> : null}
      sideLabel={t("side.label")}
      side={
        <>
          {tag.digest ? (
            <TagChips
              registryId={registryId}
              repository={repository}
              title={t("side.sameDigest")}
              none={t("side.sameDigestNone")}
              tags={view.sameDigest}
            />
          ) : null}
          {manifest ? <Origin manifest={manifest} /> : null}
          <TagHistory view={view} />
        </>
      }
      footer={
        <RefreshFooter
          {...followed}
          indexedAt={tag.checkedAt ?? view.indexedAt}
          asks={search.tab === "referrers"}
        />
      }
    >
      {manifest && search.tab === "history" && view.moves.length > 0 ? (
        <Moves view={view} />
      ) : manifest ? (
        <ImageTab registryId={registryId} repository={repository} manifest={manifest} search={search} />
      ) : (
        <EmptyState title={t(`state.${state}Title`)}>{t(`state.${state}Help`)}</EmptyState>
      )}
    </ImageLayout>
  );
}
