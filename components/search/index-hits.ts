import type { FoundLabel, SearchHits } from "#lib/catalog/index.ts";
import { manifestHref, repositoryHref, tagHref } from "../hrefs.ts";
import { type FoundKind, foundKinds } from "./query.ts";

/** One row of what the index found. */
export interface IndexHit {
  readonly kind: FoundKind;
  readonly href: string;
  readonly registry: string;
  readonly name: string;
  /** Further tags of the same image, the first of them and how many more. */
  readonly also?: Pick<FoundLabel, "also" | "more">;
  readonly platforms: readonly string[];
  readonly why:
    | { readonly type: "label"; readonly key: string; readonly value: string }
    | { readonly type: "base" | "layers"; readonly image: string }
    | { readonly type: "layer" | "config"; readonly digest: string }
    | null;
}

function labelled(kind: "labels" | "bases", found: FoundLabel): IndexHit {
  const { registryId, registry, repository, tag, key, value, platforms, also, more } = found;
  const base = { type: key === "" ? "layers" : "base", image: value } as const;
  return {
    kind,
    href: tagHref(registryId, repository, tag),
    registry,
    name: `${repository}:${tag}`,
    also: { also, more },
    platforms,
    why: kind === "bases" ? base : { type: "label", key, value },
  };
}

/** All hits as rows, by kind. Of repositories only those whose name is merely like the text: the registries' own answers have the others. */
export function toRows(hits: SearchHits, text: string): readonly IndexHit[] {
  const wanted = text.toLowerCase();
  return [
    ...hits.tags.map(
      ({ registryId, registry, repository, name, platforms }): IndexHit => ({
        kind: "tags",
        href: tagHref(registryId, repository, name),
        registry,
        name: `${repository}:${name}`,
        platforms,
        why: null,
      }),
    ),
    ...hits.manifests.map(
      ({ registryId, registry, repository, digest, platforms, part }): IndexHit => ({
        kind: "images",
        href: manifestHref(registryId, repository, digest),
        registry,
        name: `${repository}@${digest.slice(0, 19)}`,
        platforms,
        why: part ? { type: part.layer ? "layer" : "config", digest: part.digest } : null,
      }),
    ),
    ...hits.labels.map((found) => labelled("labels", found)),
    ...hits.bases.map((found) => labelled("bases", found)),
    ...hits.repositories
      .filter(({ name }) => !name.toLowerCase().includes(wanted))
      .map(
        ({ registryId, registry, name }): IndexHit => ({
          kind: "repositories",
          href: repositoryHref(registryId, name),
          registry,
          name,
          platforms: [],
          why: null,
        }),
      ),
  ];
}

/** How many of each kind, kinds without any left out. */
export function countKinds(rows: readonly IndexHit[]): readonly (readonly [FoundKind, number])[] {
  return foundKinds
    .map((kind) => [kind, rows.filter((row) => row.kind === kind).length] as const)
    .filter(([, count]) => count > 0);
}

/** The platforms of what was found, the most frequent first. */
export function platformsOf(rows: readonly IndexHit[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const platform of rows.flatMap(({ platforms }) => platforms)) {
    counts.set(platform, (counts.get(platform) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([platform]) => platform);
}
