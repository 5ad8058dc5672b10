import type { RepositoryName, RequestOptions } from "./types.ts";

/** What a product's own search can narrow by. */
export interface SearchOffer {
  readonly stars: boolean;
  readonly official: boolean;
}

export interface SearchOptions extends RequestOptions {
  readonly official?: boolean;
  readonly minStars?: number;
  /** Results of one page, at most a hundred; a product may have a size of its own. Default 25. */
  readonly limit?: number;
  /** `next` of the page before. */
  readonly cursor?: string;
}

/** One repository a product's search found. All but the name is what somebody wrote there. */
export interface SearchHit {
  readonly name: RepositoryName;
  readonly description?: string;
  readonly stars?: number;
  readonly pulls?: number;
  /** `pulls` is the least there were: "1B+". */
  readonly pullsRounded?: true;
  readonly badge?: "official" | "verified" | "sponsored";
  readonly publisher?: string;
  /** ISO 8601. */
  readonly updated?: string;
}

export interface SearchPage {
  readonly hits: readonly SearchHit[];
  /** All that match, where the product counts them. */
  readonly total?: number;
  /** Opaque; absent on the last page. */
  readonly next?: string;
}
