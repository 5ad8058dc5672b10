import Link from "next/link";
import { useTranslations } from "next-intl";
import { Badge } from "#components/ui/badge.tsx";
import { Bytes } from "#components/ui/bytes.tsx";
import { ForeignText } from "#components/ui/foreign-text.tsx";
import { rowLine, Section } from "#components/ui/section.tsx";
import { Time } from "#components/ui/time.tsx";
import { shortDigests } from "#lib/format.ts";
import type { CompanionView, PlatformView } from "#lib/services/tags/index.ts";
import { manifestHref } from "../../hrefs.ts";
import { artifactKind } from "../kind.ts";
import { SmallTable } from "../small-table.tsx";

interface PlaceProps {
  registryId: string;
  repository: string;
}

function DigestLink({
  registryId,
  repository,
  digest,
  short,
}: PlaceProps & { digest: string; short?: string }) {
  return (
    <Link
      href={manifestHref(registryId, repository, digest)}
      prefetch={false}
      title={digest}
      className="rounded-sm font-mono text-ink text-xs pointer-coarse:py-2 hover:underline"
    >
      {(short ?? digest).replace(/^sha256:/, "")}
    </Link>
  );
}

interface PlatformsProps extends PlaceProps {
  platforms: readonly PlatformView[];
  /** Digest of the platform the rest of the page is about. */
  shown: string | undefined;
}

/** The images of an index, one for each platform. */
export function Platforms({ platforms, shown, ...place }: PlatformsProps) {
  const t = useTranslations("tags.overview");
  const short = shortDigests(platforms.map(({ digest }) => digest));
  return (
    <Section title={t("platforms")}>
      <SmallTable
        columns={[
          {
            header: t("platform"),
            cell: ({ digest, platform, held }) => (
              <span className="flex flex-wrap items-center gap-2 py-1">
                <span className="font-mono text-ink [overflow-wrap:anywhere]">
                  <ForeignText text={platform} whole />
                </span>
                {digest === shown ? <Badge tone="info">{t("shown")}</Badge> : null}
                {held ? null : <Badge tone="warn">{t("notHeld")}</Badge>}
              </span>
            ),
          },
          {
            header: t("size"),
            figure: true,
            cell: ({ totalBytes }) =>
              totalBytes === null ? "—" : <Bytes value={totalBytes} className="text-ink" />,
          },
          {
            header: t("created"),
            wide: true,
            cell: ({ held, createdAt }) => (held ? <Time value={createdAt} /> : "—"),
          },
          {
            header: t("digest"),
            cell: ({ held, digest }, index) =>
              held ? (
                <DigestLink {...place} digest={digest} short={short[index] ?? digest} />
              ) : (
                <span className="font-mono text-ink-3 text-xs">{short[index]?.replace(/^sha256:/, "")}</span>
              ),
          },
        ]}
        rows={platforms}
        rowKey={({ digest, platform }) => digest + platform}
      />
    </Section>
  );
}

interface CompanionsProps extends PlaceProps {
  companions: readonly CompanionView[];
}

/** What an index carries beside its platforms. */
export function Companions({ companions, ...place }: CompanionsProps) {
  const t = useTranslations("tags");
  const words = (companion: CompanionView) => {
    if (companion.role === "attestation") {
      return companion.about
        ? t("overview.attestationFor", { platform: companion.about })
        : t("overview.attestation");
    }
    const kind = artifactKind(companion.artifactType);
    return kind ? t(`kind.${kind}`) : (companion.artifactType ?? t("overview.otherPart"));
  };
  return (
    <Section title={t("overview.attestations")}>
      <ul className="border-line border-t">
        {companions.map((companion) => (
          <li key={companion.digest} className={`flex min-h-9 items-center gap-4 text-sm ${rowLine}`}>
            <span className="min-w-0 flex-1 truncate text-ink-2">{words(companion)}</span>
            <Bytes value={companion.bytes} className="text-ink" />
            {companion.held ? (
              <DigestLink {...place} digest={companion.digest} short={companion.digest.slice(0, 19)} />
            ) : (
              <Badge tone="warn">{t("overview.notHeld")}</Badge>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}
