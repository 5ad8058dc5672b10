import { type AskedFor, answerError, senselessAnswer } from "../answer-errors.ts";
import { algorithmOf, digestOf, inflate } from "../digest.ts";
import { findJsonObject, isObject, type JsonObject, objectsOf } from "../json.ts";
import { parseDescriptor } from "../manifest.ts";
import { essence, ociIndex } from "../media-types.ts";
import { limits } from "../transport/body.ts";
import { nextPage } from "../transport/link.ts";
import type { Transport } from "../transport/transport.ts";
import type { Answer } from "../transport/wire.ts";
import type {
  Descriptor,
  Digest,
  ListReferrersOptions,
  Referrer,
  ReferrersPage,
  RepositoryName,
  RequestOptions,
} from "../types.ts";
import { findCosignTags } from "./cosign-tags.ts";
import { listsNoReferrers, saysNoReferrers } from "./endpoint-memory.ts";
import { readFallback } from "./fallback-tag.ts";

/** Pages and referrers after which the list is cut off and said to be. */
export const referrerLimits = { pages: 100, items: 10_000 } as const;

/**
 * What refers to a manifest (endpoint 12): the registry's own list, or where it keeps none the index under the fallback
 * tag; then what cosign left under tags of its own naming. Each manifest once. Throws what getManifest throws, but a
 * subject that nothing refers to, or that does not exist, has an empty list.
 */
export async function* listReferrers(
  transport: Transport,
  repository: RepositoryName,
  subject: Digest,
  options: ListReferrersOptions | undefined,
): AsyncGenerator<ReferrersPage> {
  const seen = new Set<Digest>();
  const unseen = (found: readonly Referrer[]): Referrer[] =>
    found.filter(({ digest }) => !seen.has(digest) && seen.add(digest));
  const wanted = (referrers: readonly Referrer[]): Referrer[] =>
    referrers.filter(({ artifactType }) => matches(artifactType, options));

  let supported = false;
  for await (const { referrers, filtered, truncated } of apiPages(transport, repository, subject, options)) {
    supported = true;
    const page = unseen(filtered ? referrers : wanted(referrers));
    if (page.length > 0 || truncated) yield { referrers: page, truncated };
  }
  if (!supported) {
    const { entries = [] } = (await readFallback(transport, repository, subject, options)) ?? {};
    const listed = entries.map((entry): Referrer => ({ ...entry, foundBy: "fallback_tag" }));
    const page = unseen(wanted(listed));
    if (page.length > 0) yield { referrers: page, truncated: false };
  }
  const page = unseen(wanted(await findCosignTags(transport, repository, subject, options)));
  if (page.length > 0) yield { referrers: page, truncated: false };
}

/** Whether the registry keeps the list by itself: asked once for its first page, or remembered. */
export async function keepsReferrers(
  transport: Transport,
  repository: RepositoryName,
  subject: Digest,
  options: RequestOptions | undefined,
): Promise<boolean> {
  const { done } = await apiPages(transport, repository, subject, options).next();
  return !done;
}

/**
 * The registry's own list alone: its pages until `most` are read; null where it keeps none. Throws what getManifest throws.
 */
export async function findOwnReferrers(
  transport: Transport,
  repository: RepositoryName,
  subject: Digest,
  most: number,
  options: RequestOptions | undefined,
): Promise<readonly Referrer[] | null> {
  let found: readonly Referrer[] | null = null;
  for await (const { referrers } of apiPages(transport, repository, subject, options)) {
    found = [...(found ?? []), ...referrers].slice(0, most);
    if (found.length === most) break;
  }
  return found;
}

interface ApiPage {
  readonly referrers: readonly Referrer[];
  /** The registry has left out other artifact types itself. */
  readonly filtered: boolean;
  readonly truncated: boolean;
}

/** Nothing at all, not even an empty page, when the registry has no such endpoint. */
async function* apiPages(
  transport: Transport,
  repository: RepositoryName,
  subject: Digest,
  options: ListReferrersOptions | undefined,
): AsyncGenerator<ApiPage> {
  if (listsNoReferrers(transport.target)) return;
  const asked: AskedFor = {
    what: "manifest",
    method: "GET",
    credential: transport.target.credential,
    params: { repository, reference: subject },
  };
  const query: Record<string, string> =
    options?.artifactType === undefined ? {} : { artifactType: options.artifactType };
  const visited = new Set<string>();
  let items = 0;
  let url: URL | null = transport.url(`/v2/${repository}/referrers/${subject}`, query);
  for (let pages = 1; url !== null; pages += 1) {
    visited.add(url.search);
    const answer: Answer = await transport.request({
      method: "GET",
      url,
      headers: { accept: ociIndex },
      scope: `repository:${repository}:pull`,
      limit: limits.listing,
      options,
    });
    if (pages === 1 && saysNoReferrers(transport.target, answer)) return;
    if (answer.status !== 200) throw answerError(answer, asked);
    const index = readIndex(answer, subject);
    if (index === undefined && pages === 1) return;
    if (index === undefined) throw senselessAnswer(answer, asked, "no index of referrers");
    const referrers = objectsOf(index.manifests).flatMap(readReferrer);
    items += referrers.length;
    const next: URL | null = referrers.length === 0 ? null : nextPage(answer.headers.all("link"), url);
    const truncated: boolean =
      next !== null &&
      (visited.has(next.search) || pages >= referrerLimits.pages || items >= referrerLimits.items);
    yield { referrers, filtered: isFiltered(answer), truncated };
    url = truncated ? null : next;
  }
}

/**
 * A good status is no index yet: some registries answer whatever path with 200 (sigstore-js#1187), or with the subject
 * itself, whose children would then look like referrers.
 */
function readIndex(answer: Answer, subject: Digest): JsonObject | undefined {
  const bytes = inflate(answer.body, answer.headers.get("content-encoding"), limits.listing) ?? answer.body;
  const body = findJsonObject(bytes);
  if (body === undefined || (body.manifests !== null && !Array.isArray(body.manifests))) return undefined;
  const isIndex = essence(answer.headers.get("content-type")) === ociIndex || body.mediaType === ociIndex;
  return isIndex && digestOf(bytes, algorithmOf(subject)) !== subject ? body : undefined;
}

/** One that cannot be read must not hide the others. */
function readReferrer(value: unknown): Referrer[] {
  const descriptor = findDescriptor(value);
  return descriptor === undefined ? [] : [{ ...descriptor, foundBy: "api" }];
}

function findDescriptor(value: unknown): Descriptor | undefined {
  try {
    return isObject(value) ? parseDescriptor(value) : undefined;
  } catch {
    return undefined;
  }
}

function isFiltered({ headers }: Answer): boolean {
  const applied = headers.all("oci-filters-applied").join(",").split(",");
  return applied.some((filter) => filter.trim() === "artifactType");
}

function matches(artifactType: string | undefined, options: ListReferrersOptions | undefined): boolean {
  return options?.artifactType === undefined || artifactType === options.artifactType;
}
