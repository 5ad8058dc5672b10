import { useQuery } from "@tanstack/react-query";
import type { FoundLabel, SearchHits } from "#lib/catalog/index.ts";
import { getJson } from "../data-table/request.ts";
import { manifestHref, repositoryHref, tagHref } from "../hrefs.ts";
import { type FuzzyMatch, fuzzyMatch } from "./fuzzy.ts";

/** Something the server found: where it leads, and the words that show it. */
export interface Hit {
  readonly path: string;
  readonly registry: string;
  readonly text: string;
  /** What of the text was typed, or what names it. */
  readonly ranges: FuzzyMatch["ranges"];
  /** Why it was found, where its name does not say so. */
  readonly because?: string;
}

export interface PaletteHits {
  readonly repositories: readonly Hit[];
  readonly tags: readonly Hit[];
  readonly images: readonly Hit[];
}

export function useHits(wanted: string) {
  return useQuery({
    queryKey: ["search", wanted],
    queryFn: ({ signal }) => getJson<SearchHits>(`/api/v1/search?q=${encodeURIComponent(wanted)}`, signal),
    enabled: wanted.length > 1,
    placeholderData: (before) => (wanted.length > 1 ? before : undefined),
    retry: false,
  });
}

/** While the next answer is on its way, only what fits the new text too is left of the last one. */
export function hitsFor(hits: SearchHits | undefined, wanted: string, current: boolean): PaletteHits {
  if (!hits) return { repositories: [], tags: [], images: [] };
  const text = wanted.toLowerCase();
  const [name = "", tag] = wanted.startsWith("sha256:") ? [wanted] : wanted.split(/:(?!.*:)/);
  const holds = (value: string | null) => value?.toLowerCase().includes((tag ?? text).toLowerCase()) === true;
  const repositories = hits.repositories.flatMap(({ registryId, registry, name: repository }): Hit[] => {
    const match = fuzzyMatch(repository, name);
    const shown = tag === undefined && (match || current);
    if (!shown) return [];
    const path = repositoryHref(registryId, repository);
    return [{ path, registry, text: repository, ranges: match?.ranges ?? [] }];
  });
  const tags = hits.tags.flatMap(({ registryId, registry, repository, name: found, digest }): Hit[] => {
    if (!current && !holds(found) && !holds(digest)) return [];
    const reference = `${repository}:${found}`;
    const ranges = [[repository.length + 1, reference.length] as const];
    return [{ path: tagHref(registryId, repository, found), registry, text: reference, ranges }];
  });
  const manifests = hits.manifests.flatMap(({ registryId, registry, repository, digest, part }): Hit[] => {
    if (!current && !holds(part?.digest ?? digest)) return [];
    const reference = `${repository}@${digest.slice(0, 19)}`;
    const ranges = part ? [] : [[repository.length + 1, reference.length] as const];
    const because = part ? { because: part.digest.slice(0, 19) } : {};
    return [
      { path: manifestHref(registryId, repository, digest), registry, text: reference, ranges, ...because },
    ];
  });
  const told = ({ registryId, registry, repository, tag: found, key, value }: FoundLabel): Hit[] => {
    const because = key === "" ? value : `${key}=${value}`;
    if (!current && !because.toLowerCase().includes(text)) return [];
    return [
      {
        path: tagHref(registryId, repository, found),
        registry,
        text: `${repository}:${found}`,
        ranges: [],
        because,
      },
    ];
  };
  const known = new Set(tags.map(({ path }) => path));
  const images = [...manifests, ...[...hits.bases, ...hits.labels].flatMap(told)];
  const first = images.filter(
    ({ path }, at) => !known.has(path) && images.findIndex((one) => one.path === path) === at,
  );
  return { repositories, tags, images: first.slice(0, 8) };
}
