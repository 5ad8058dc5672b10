import type { ErrorDto, Result } from "#lib/errors.ts";
import type { SearchHit } from "#lib/registry/search-types.ts";
import type { ProductId } from "#lib/registry/types.ts";

/** A registry that a search goes to. */
export interface SearchSource {
  readonly registryId: string;
  readonly registry: string;
  /** What docker writes before a repository. */
  readonly host: string;
  readonly product: ProductId;
}

export interface FoundRepository extends Omit<SearchHit, "name"> {
  readonly name: string;
  /** In the index: it has a page. What is not has one once it is pinned. */
  readonly known: boolean;
  readonly tags?: number;
}

/** What one registry answered. */
export interface SearchAnswer {
  /** Asked itself, or looked for among what is known of it. */
  readonly by: "registry" | "index";
  readonly found: readonly FoundRepository[];
  readonly total?: number;
  /** Opaque; absent on the last page. */
  readonly next?: string;
  /** Left out because it knows neither of these of its repositories. */
  readonly unknown?: "stars" | "official";
  /** Why the registry itself did not answer; `found` is what the index knows then. */
  readonly error?: ErrorDto;
}

/** One line of the NDJSON a search answers with: whom it goes to, then each answer when it comes. */
export type SearchLine =
  | { readonly type: "sources"; readonly sources: readonly SearchSource[] }
  | { readonly type: "answer"; readonly registryId: string; readonly result: Result<SearchAnswer> };
