import { AppError } from "../errors.ts";
import { type AskedFor, answerError, senselessAnswer } from "./answer-errors.ts";
import { inflate } from "./digest.ts";
import { findJsonObject, type JsonObject, stringsOf } from "./json.ts";
import { limits } from "./transport/body.ts";
import { nextPage } from "./transport/link.ts";
import type { Transport } from "./transport/transport.ts";
import type { RequestOptions } from "./types.ts";

/** Pages and items after which a listing is cut off and said to be. */
export const listingLimits = { pages: 1000, items: 200_000 } as const;

export interface Listing {
  readonly path: string;
  readonly scope: string;
  /** The member of the answer that holds the names. */
  readonly member: "repositories" | "tags";
  readonly pageSize: number;
  readonly asked: AskedFor;
}

export interface ListedPage {
  readonly names: readonly string[];
  readonly truncated: boolean;
}

/**
 * Pages of a /v2/ listing, without repeats. Ends on a page without anything new, whatever Link says: serverless-registry sends a next
 * link on the empty last page, others repeat the last item of the page before. `truncated` is set on the last page when a
 * bound, not the registry, ended it.
 */
export async function* listPages(
  transport: Transport,
  listing: Listing,
  options: RequestOptions | undefined,
): AsyncGenerator<ListedPage> {
  const seen = new Set<string>();
  const visited = new Set<string>();
  let url: URL | null = transport.url(listing.path, { n: String(listing.pageSize) });
  for (let pages = 1; url !== null; pages += 1) {
    visited.add(url.search);
    const { body, links, at } = await getPage(transport, listing, url, options);
    const fresh = stringsOf(body[listing.member]).filter((name) => !seen.has(name));
    for (const name of fresh) seen.add(name);
    const next: URL | null = fresh.length === 0 ? null : nextPage(links, at);
    const looping = next !== null && visited.has(next.search);
    const bounded = next !== null && (pages >= listingLimits.pages || seen.size >= listingLimits.items);
    const truncated = looping || bounded;
    if (fresh.length > 0 || truncated) yield { names: fresh, truncated };
    url = truncated ? null : next;
  }
}

async function getPage(
  transport: Transport,
  listing: Listing,
  url: URL,
  options: RequestOptions | undefined,
): Promise<{ body: JsonObject; links: readonly string[]; at: URL }> {
  const request = {
    method: "GET",
    headers: { accept: "application/json" },
    scope: listing.scope,
    limit: limits.listing,
    options,
  } as const;
  let answer = await transport.request({ ...request, url });
  // Distribution 3 refuses a page size above its own maximum (PAGINATION_NUMBER_INVALID); it knows best.
  if (answer.status === 400 && url.searchParams.has("n")) {
    const plain = new URL(url);
    plain.searchParams.delete("n");
    answer = await transport.request({ ...request, url: plain });
  }
  if (answer.status !== 200) throw answerError(answer, listing.asked);
  const bytes = inflate(answer.body, answer.headers.get("content-encoding"), limits.listing) ?? answer.body;
  const body = findJsonObject(bytes);
  const value = body?.[listing.member];
  // `"tags": null` is how distribution 2.8 says that the last tag is gone; no member at all is another page.
  if (!body || (value !== null && !Array.isArray(value))) {
    throw senselessAnswer({ ...answer, body: bytes }, listing.asked, `no list of ${listing.member}`);
  }
  return { body, links: answer.headers.all("link"), at: url };
}

/** What says more than that there is no list. */
const keptReasons = new Set<AppError["reason"]>([
  "credentials_refused",
  "namespace_unknown",
  "token_host_unapproved",
]);

/** Whoever refuses to list says so in many ways; all of them mean: pin repositories by name. */
export function asListingRefused(error: unknown): unknown {
  if (!(error instanceof AppError)) return error;
  const refusing =
    error.code === "UNSUPPORTED" ||
    error.code === "NOT_FOUND" ||
    (error.status !== undefined && [400, 401, 403, 404, 405, 501].includes(error.status));
  const ours = keptReasons.has(error.reason);
  // Aliyun says that it is asked too much under a 400.
  if (!refusing || ours || error.code === "RATE_LIMITED") return error;
  return new AppError("UNSUPPORTED", error.message, {
    reason: "listing_refused",
    ...(error.status === undefined ? {} : { status: error.status }),
    ...(error.upstream === undefined ? {} : { upstream: error.upstream }),
    ...(error.params === undefined ? {} : { params: error.params }),
    cause: error,
  });
}

export function isListingRefused(error: unknown): boolean {
  const read = asListingRefused(error);
  return read instanceof AppError && read.reason === "listing_refused";
}
