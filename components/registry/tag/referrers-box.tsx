"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { errorOf, getJson } from "#components/data-table/request.ts";
import { ErrorState } from "#components/feedback/error-state.tsx";
import { Button } from "#components/ui/button.tsx";
import { Bytes } from "#components/ui/bytes.tsx";
import { Digest } from "#components/ui/digest.tsx";
import { ForeignText } from "#components/ui/foreign-text.tsx";
import { rowLine, Section } from "#components/ui/section.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { Time } from "#components/ui/time.tsx";
import type { ReferrersView, ReferrerView } from "#lib/services/referrers/types.ts";
import { manifestHref } from "../../hrefs.ts";
import { artifactKind } from "../kind.ts";

/** A manifest that something may refer to. */
export interface ReferrersSubject {
  readonly digest: string;
  /** "linux/arm64": of an index, the image shown; null: what the page stands on. */
  readonly platform: string | null;
}

export interface ReferrersProps {
  registryId: string;
  repository: string;
  subjects: readonly ReferrersSubject[];
  /** The index carries attestations of its own, which the overview lists. */
  inside: boolean;
}

/** What refers to the image, for the image as a whole and for the platform shown. */
export default function ReferrersBox({ subjects, inside, ...place }: ReferrersProps) {
  const t = useTranslations("tags.referrers");
  return (
    <div className="flex flex-col gap-8">
      {subjects.map((subject) => (
        <OfSubject key={subject.digest} {...place} subject={subject} />
      ))}
      <p className="text-ink-3 text-xs">
        {t("unverified")} {inside ? t("inside") : null}
      </p>
    </div>
  );
}

type Place = Pick<ReferrersProps, "registryId" | "repository">;

function OfSubject({ subject, registryId, repository }: Place & { subject: ReferrersSubject }) {
  const t = useTranslations("tags.referrers");
  const common = useTranslations("common");
  const { digest, platform } = subject;
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ["referrers", registryId, repository, digest],
    queryFn: ({ signal }) => {
      const query = new URLSearchParams({ registryId, repository, digest });
      return getJson<ReferrersView>(`/api/v1/tags/referrers?${query}`, signal);
    },
    staleTime: 60_000,
    refetchOnWindowFocus: false,
  });
  const title = platform === null ? t("title") : t("titleOf", { platform });
  return (
    <Section title={title} aside={data ? t("count", { count: data.referrers.length }) : undefined}>
      {error ? (
        <ErrorState
          error={errorOf(error)}
          size="inline"
          actions={
            <Button size="sm" onClick={() => void refetch()}>
              {common("retry")}
            </Button>
          }
        />
      ) : data ? (
        <List {...data} registryId={registryId} repository={repository} />
      ) : (
        <div aria-busy={isFetching} className="flex flex-col gap-3 border-line border-t pt-3">
          <span className="sr-only">{t("asking")}</span>
          <Skeleton className="h-5 w-3/4" />
          <Skeleton className="h-5 w-2/3" />
        </div>
      )}
    </Section>
  );
}

function List({ referrers, truncated, ...place }: Place & ReferrersView) {
  const t = useTranslations("tags.referrers");
  if (referrers.length === 0) return <p className="max-w-prose text-ink-2 text-sm">{t("none")}</p>;
  return (
    <>
      <ul className="border-line border-t">
        {referrers.map((referrer) => (
          <Row key={referrer.digest} referrer={referrer} {...place} />
        ))}
      </ul>
      {truncated ? (
        <p className="text-ink-2 text-sm">{t("truncated", { count: String(referrers.length) })}</p>
      ) : null}
    </>
  );
}

function Row({ referrer, registryId, repository }: Place & { referrer: ReferrerView }) {
  const t = useTranslations("tags");
  const { digest, artifactType, mediaType, bytes, createdAt, foundBy, tag, held } = referrer;
  const kind = artifactKind(artifactType);
  const href = manifestHref(registryId, repository, digest);
  return (
    <li className={`flex flex-wrap items-center gap-x-4 gap-y-1 py-2 text-sm ${rowLine}`}>
      <span className="min-w-48 flex-1">
        <span className="block font-medium text-ink">
          {kind ? t(`kind.${kind}`) : t("referrers.unknown")}
          {createdAt ? (
            <span className="font-normal text-ink-3 text-xs">
              {" · "}
              <Time value={createdAt} />
            </span>
          ) : null}
        </span>
        <span className="block break-all text-ink-3 text-xs">
          <ForeignText text={artifactType ?? mediaType} />
        </span>
        <span className="block break-all text-ink-3 text-xs">
          {t(`referrers.found.${foundBy}`, { tag: tag ?? "" })}
        </span>
      </span>
      <Bytes value={bytes} className="text-ink" />
      <Digest value={digest} bare copy />
      {held ? (
        <Button size="sm" asChild>
          <Link href={`${href}?tab=raw`} prefetch={false}>
            {t("referrers.raw")}
          </Link>
        </Button>
      ) : (
        <span className="text-ink-3 text-xs">{t("referrers.notHeld")}</span>
      )}
    </li>
  );
}
