import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { repositoryHref } from "#components/hrefs.ts";
import { PageHeader } from "#components/layout/page-header.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Breakable } from "#components/ui/breakable.tsx";
import { CopyButton } from "#components/ui/copy.tsx";
import { Digest } from "#components/ui/digest.tsx";
import { ForeignText } from "#components/ui/foreign-text.tsx";
import { Time } from "#components/ui/time.tsx";
import { formatBytes, formatBytesExact } from "#lib/format.ts";
import type { ManifestView } from "#lib/services/tags/index.ts";
import { manifestKind } from "../kind.ts";
import { strong } from "../strong.tsx";

interface ImageHeaderProps {
  registry: { readonly id: string; readonly name: string };
  /** "host/repository:tag" or "host/repository@sha256:…"; absent where there is nothing to pull. */
  reference?: string;
  repository: string;
  /** What stands behind the repository in the heading: ":2.41.0" or "@sha256:…". */
  suffix: readonly [":" | "@", string];
  /** Since when the tag is known to point here, or the manifest to be there. */
  seenAt: string;
  /** By the registry's word. */
  pushedAt?: string | null;
  pulledAt?: string | null;
  manifest: ManifestView | null;
  actions?: ReactNode;
}

/** What this is, from when, how large, and which bytes exactly. */
export function ImageHeader(props: ImageHeaderProps) {
  const { registry, reference, repository, suffix, seenAt, pushedAt, pulledAt, manifest, actions } = props;
  const [mark, name] = suffix;
  const t = useTranslations("tags.header");
  return (
    <>
      <PageHeader
        mono
        over={
          <Link href={repositoryHref(registry.id, repository)} className="hover:underline">
            {registry.name}/{repository}
          </Link>
        }
        long={repository.length + name.length > 60}
        title={
          <>
            <Breakable name={repository} />
            <wbr />
            <span className="text-ink-3">{mark}</span>
            <Breakable name={name} />
          </>
        }
        beside={reference ? <CopyButton value={reference} label={t("reference")} /> : null}
        meta={
          <>
            {manifest?.createdAt ? (
              <span>
                {t.rich("created", {
                  when: () => <Time value={manifest.createdAt} className="font-semibold text-ink" />,
                })}
              </span>
            ) : manifest?.kind === "image" || manifest?.kind === "index" ? (
              <span>{t("createdUnknown")}</span>
            ) : null}
            <span>
              {pushedAt
                ? t.rich("pushed", { when: () => <Time value={pushedAt} /> })
                : t.rich("seen", { when: () => <Time value={seenAt} /> })}
            </span>
            {pulledAt ? <span>{t.rich("pulled", { when: () => <Time value={pulledAt} /> })}</span> : null}
            {manifest ? <Size manifest={manifest} /> : null}
            {manifest ? <Digest value={manifest.digest} copy /> : null}
          </>
        }
        actions={actions}
      />
      {manifest ? <Badges manifest={manifest} /> : null}
    </>
  );
}

function Size({ manifest }: { manifest: ManifestView }) {
  const t = useTranslations("tags.header");
  const locale = useLocale();
  if (manifest.totalBytes === null) return null;
  const key = manifest.platforms.length > 1 ? "compressedAll" : "compressed";
  return (
    <span title={formatBytesExact(manifest.totalBytes, locale)}>
      {t.rich(key, { size: formatBytes(manifest.totalBytes, locale), ...strong })}
    </span>
  );
}

function Badges({ manifest }: { manifest: ManifestView }) {
  const t = useTranslations("tags");
  const kind = manifestKind(manifest.kind, manifest.mediaType, manifest.artifact?.artifactType ?? null);
  const attestations = manifest.companions.filter(({ role }) => role === "attestation").length;
  return (
    <p className="mt-2 flex flex-wrap gap-2">
      <Badge title={manifest.mediaType} tone={kind === "schema1" ? "warn" : "neutral"}>
        {t(`kind.${kind}`)}
      </Badge>
      {manifest.kind === "index" && manifest.platforms.length > 0 ? (
        <Badge tone="info">{t("header.platforms", { count: manifest.platforms.length })}</Badge>
      ) : null}
      {manifest.kind === "image" && manifest.image ? (
        <Badge tone="info">
          <ForeignText text={manifest.image.platform} whole />
        </Badge>
      ) : null}
      {attestations > 0 ? <Badge>{t("header.attestations", { count: attestations })}</Badge> : null}
    </p>
  );
}
