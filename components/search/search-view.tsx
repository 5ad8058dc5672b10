"use client";

import { useQuery } from "@tanstack/react-query";
import { SearchX } from "lucide-react";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { lazy, type ReactNode, Suspense, useRef } from "react";
import { useListKeys } from "#components/data-table/page-keys.ts";
import { EmptyState } from "#components/feedback/empty-state.tsx";
import { ErrorState } from "#components/feedback/error-state.tsx";
import { useToast } from "#components/feedback/toast.tsx";
import { Button } from "#components/ui/button.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { useUrlParams } from "#components/ui/use-url-params.ts";
import type { SearchHits } from "#lib/catalog/index.ts";
import type { Result } from "#lib/errors.ts";
import { errorOf, getJson } from "../data-table/request.ts";
import { repositoryHref } from "../hrefs.ts";
import { toRows } from "./index-hits.ts";
import { indexPathOf, isWithinIndex, pathOf, queryFrom, type SearchQuery } from "./query.ts";
import { type NamedRegistry, SearchForm } from "./search-form.tsx";
import { toFirstFound, useFoundKeys } from "./use-found-keys.ts";
import { type SourceState, useRegistrySearch } from "./use-registry-search.ts";

// Results come with the first answer; no page carries their code.
const SourceSection = lazy(() => import("./source-section.tsx"));
const IndexSection = lazy(() => import("./index-section.tsx"));

interface SearchViewProps {
  registries: readonly NamedRegistry[];
  /** Pins what is not in the index, so that it has a page; absent for those who may not. */
  pin?: (input: { registryId: string; repository: string }) => Promise<Result<{ repository: string }>>;
  /** There is a Docker host to pull to, and one may. */
  pulls: boolean;
  /** Shown before anything is searched for. */
  start: ReactNode;
}

/** It answered, well, and there is nothing to show of it. */
function isEmpty({ running, found, answer, refused }: SourceState): boolean {
  return !running && !refused && found.length === 0 && answer !== null && !answer.error;
}

/** What the index has; its hits come first and wait for no registry. */
function useIndexSearch(query: SearchQuery) {
  const path = indexPathOf(query);
  const { data, error, isPending } = useQuery({
    queryKey: ["search", path],
    queryFn: ({ signal }) => getJson<SearchHits>(path, signal),
    enabled: path !== "",
    retry: false,
  });
  return {
    rows: data ? toRows(data, query.text) : [],
    error: error ? errorOf(error) : null,
    settled: path === "" || !isPending,
  };
}

/** All connected registries searched at once. The question stands in the address. */
export function SearchView({ registries, pin, pulls, start }: SearchViewProps) {
  const t = useTranslations("search");
  const router = useRouter();
  const toast = useToast();
  const [params, change] = useUrlParams();
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const query = queryFrom(params);
  const { sources, error, ask } = useRegistrySearch(pathOf(query));
  const index = useIndexSearch(query);
  const withinIndex = isWithinIndex(query);
  useListKeys(false);
  useFoundKeys(list, field);

  const open = async (registryId: string, repository: string) => {
    const result = await pin?.({ registryId, repository });
    if (result?.ok) router.push(repositoryHref(registryId, result.data.repository));
    else if (result) toast.error(result.error);
  };
  const all = sources ?? [];
  const settled = sources !== null && all.every(({ running }) => !running);
  const count = all.reduce((sum, { found }) => sum + found.length, index.rows.length);
  const nothing = settled && index.settled && index.rows.length === 0 && all.every(isEmpty);
  const narrowed =
    query.official ||
    query.stars > 0 ||
    query.registryId !== "" ||
    query.kind !== "" ||
    query.platform !== "";
  // One registry alone says for itself that it has nothing; not where only the index was asked, which has something above.
  const saysNothing = ({ answer }: SourceState) =>
    all.length === 1 && !nothing && (answer?.by !== "index" || index.rows.length === 0);
  const sections = all.filter((state) => !isEmpty(state) || saysNothing(state));

  return (
    <>
      <SearchForm
        field={field}
        query={query}
        registries={registries}
        onChange={change}
        onLeave={() => toFirstFound(list.current)}
      />
      <p role="status" className="sr-only">
        {settled ? t("results", { count }) : null}
      </p>
      <div ref={list}>
        {query.text === "" ? start : null}
        {error ? <ErrorState error={error} /> : null}
        {query.text !== "" && sources === null && !error ? <Waiting /> : null}
        {index.error ? <ErrorState error={index.error} size="inline" /> : null}
        <Suspense fallback={<Waiting />}>
          {index.rows.length > 0 || (withinIndex && index.settled && query.text !== "" && !nothing) ? (
            <IndexSection query={query} rows={index.rows} onChange={change} />
          ) : null}
          {(withinIndex ? [] : sections).map((state) => {
            const { registryId } = state.source;
            return (
              <SourceSection
                key={registryId}
                state={state}
                onAsk={(cursor) => ask(registryId, cursor)}
                onOpen={pin ? (repository) => void open(registryId, repository) : undefined}
                pulls={pulls}
              />
            );
          })}
        </Suspense>
        {nothing ? (
          <EmptyState
            icon={<SearchX />}
            title={t("nothing", { text: query.text })}
            actions={
              narrowed ? (
                <Button
                  onClick={() =>
                    change({ official: null, stars: null, registry: null, kind: null, platform: null })
                  }
                >
                  {t("widen")}
                </Button>
              ) : undefined
            }
          >
            {t("nothingHelp")}
          </EmptyState>
        ) : null}
        <Rest
          sources={withinIndex ? [] : all.filter((state) => isEmpty(state) && !sections.includes(state))}
          nothing={nothing || index.rows.length > 0}
        />
      </div>
    </>
  );
}

function Waiting() {
  return (
    <div aria-busy="true" className="pt-6">
      <Skeleton className="w-40" />
    </div>
  );
}

/** Registries that have no section: those without a result, and those that cannot be narrowed so. */
function Rest({ sources, nothing }: { sources: readonly SourceState[]; nothing: boolean }) {
  const t = useTranslations("search.rest");
  const locale = useLocale();
  const names = (wanted: (state: SourceState) => boolean) =>
    new Intl.ListFormat(locale, { type: "conjunction" }).format(
      sources.filter(wanted).map(({ source }) => source.registry),
    );
  const empty = nothing ? "" : names(({ answer }) => answer?.unknown === undefined);
  const starless = names(({ answer }) => answer?.unknown === "stars");
  const unranked = names(({ answer }) => answer?.unknown === "official");
  if (empty === "" && starless === "" && unranked === "") return null;
  return (
    <div className="flex flex-col gap-1 pt-6 pb-4 text-ink-3 text-sm [overflow-wrap:anywhere]">
      {empty ? <p>{t("nothing", { registries: empty })}</p> : null}
      {starless ? <p>{t("stars", { registries: starless })}</p> : null}
      {unranked ? <p>{t("official", { registries: unranked })}</p> : null}
    </div>
  );
}
