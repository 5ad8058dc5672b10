"use client";

import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { useErrorWords } from "#components/feedback/error-words.ts";
import { ForeignText } from "#components/ui/foreign-text.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { ProgressBar } from "#components/ui/progress.tsx";
import { formatNumber } from "#lib/format.ts";
import type { IndexJobDto } from "#lib/services/jobs/types.ts";
import { repositoryHref, tagHref } from "../hrefs.ts";

/** What an index run reads just now, and what could not be read and why. */
export function IndexDetails({ job }: { job: IndexJobDto }) {
  const t = useTranslations("jobs.index");
  const current = job.state === "running" ? (job.progress?.current ?? []) : [];
  return (
    <>
      {current.length > 0 ? (
        <Panel flush title={t("current")}>
          <ul className="divide-y divide-line">
            {current.map((one) => (
              <CurrentRepository key={one.name} {...one} />
            ))}
          </ul>
        </Panel>
      ) : null}
      <Failures job={job} />
    </>
  );
}

function CurrentRepository({ name, done, total }: { name: string; done: number; total: number | null }) {
  const t = useTranslations("jobs.index");
  const locale = useLocale();
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_8rem_auto] items-center gap-x-4 px-4 py-2 text-sm max-sm:grid-cols-[minmax(0,1fr)_auto]">
      <span className="wrap-anywhere font-mono">
        <ForeignText text={name} whole />
      </span>
      <ProgressBar
        value={total ? done / total : null}
        label={t("repository", { name })}
        className="max-sm:order-last max-sm:col-span-2 max-sm:mt-1"
      />
      <span className="text-right text-ink-2 text-xs tabular-nums">
        {total === null ? t("listingTags") : t("tags", { done: formatNumber(done, locale), total })}
      </span>
    </li>
  );
}

function Failures({ job }: { job: IndexJobDto }) {
  const t = useTranslations("jobs.index");
  const words = useErrorWords();
  const { result, progress, input } = job;
  const failures = result?.failures ?? progress?.failures ?? [];
  if (failures.length === 0) return null;
  const failed = result
    ? result.failedRepositories + result.failedTags
    : (progress?.repositories.failed ?? 0) + (progress?.tags.failed ?? 0);
  return (
    <Panel flush title={t("failures", { count: failed })}>
      <ul className="divide-y divide-line">
        {failures.map(({ repository, tag, error }) => (
          <li key={`${repository}:${tag}`} className="flex flex-col gap-0.5 px-4 py-2 text-sm">
            <Link
              href={
                tag === null
                  ? repositoryHref(input.registryId, repository)
                  : tagHref(input.registryId, repository, tag)
              }
              prefetch={false}
              className="wrap-anywhere w-fit rounded-sm font-mono font-semibold hover:underline"
            >
              <ForeignText text={tag === null ? repository : `${repository}:${tag}`} whole reference />
            </Link>
            <span className="text-ink-2 text-xs">{words(error).title}</span>
          </li>
        ))}
      </ul>
      {failed > failures.length ? (
        <p className="border-line border-t px-4 py-2 text-ink-3 text-xs">
          {t("more", { count: failed - failures.length })}
        </p>
      ) : null}
    </Panel>
  );
}
