/** What is searched for, as it stands in the address. */
export interface SearchQuery {
  readonly text: string;
  /** One registry's id; "" for all. */
  readonly registryId: string;
  readonly official: boolean;
  readonly stars: number;
  /** Kind of what the index found; "" for all. */
  readonly kind: FoundKind | "";
  /** "linux/arm64"; "" for all. */
  readonly platform: string;
}

export const foundKinds = ["repositories", "tags", "images", "labels", "bases"] as const;
export type FoundKind = (typeof foundKinds)[number];

/** Results each registry shows at first: a few of many, or a page of one. */
const shown = { all: 10, one: 25 };

export function queryFrom(params: { get(name: string): string | null }): SearchQuery {
  const stars = Number(params.get("stars") ?? 0);
  return {
    text: (params.get("q") ?? "").trim(),
    registryId: params.get("registry") ?? "",
    official: params.get("official") === "true",
    stars: Number.isSafeInteger(stars) && stars > 0 ? stars : 0,
    kind: foundKinds.find((kind) => kind === params.get("kind")) ?? "",
    platform: params.get("platform") ?? "",
  };
}

/** Where the search is asked; "" while there is nothing to search for. */
export function pathOf({ text, registryId, official, stars }: SearchQuery): string {
  if (text === "") return "";
  const search = new URLSearchParams({ q: text, limit: `${registryId === "" ? shown.all : shown.one}` });
  if (registryId !== "") search.set("registryId", registryId);
  if (official) search.set("official", "true");
  if (stars > 0) search.set("stars", `${stars}`);
  return `/api/v1/search/registries?${search}`;
}

/** Where the index is asked; "" where it cannot tell: it knows of no stars and no official images. */
export function indexPathOf({ text, registryId, official, stars, platform }: SearchQuery): string {
  if (text === "" || official || stars > 0) return "";
  const search = new URLSearchParams({ q: text, limit: "25" });
  if (registryId !== "") search.set("registryId", registryId);
  if (platform !== "") search.set("platform", platform);
  return `/api/v1/search?${search}`;
}

/** Only what the index alone can tell is asked for: the registries' repositories are none of it. */
export const isWithinIndex = ({ kind, platform }: SearchQuery) =>
  (kind !== "" && kind !== "repositories") || platform !== "";
