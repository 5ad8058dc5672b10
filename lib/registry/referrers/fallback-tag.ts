import { AppError } from "../../errors.ts";
import { fetchManifest, findManifest } from "../fetch-manifest.ts";
import { type JsonObject, objectsOf, parseJsonObject } from "../json.ts";
import { parseDescriptor } from "../manifest.ts";
import { ociIndex } from "../media-types.ts";
import { putManifest } from "../put-manifest.ts";
import { parseTag } from "../reference.ts";
import type { Transport } from "../transport/transport.ts";
import type { Descriptor, Digest, RepositoryName, RequestOptions, Tag } from "../types.ts";

interface FallbackIndex {
  readonly raw: Uint8Array;
  readonly entries: readonly Descriptor[];
  readonly etag: string | undefined;
}

/** How often an index somebody else changed meanwhile is read and written again. */
const attempts = 4;

/** `sha256:…` as `sha256-…`, cut as the specification says (Referrers Tag Schema): a sha512 does not fit a tag. */
export function fallbackTag(subject: Digest): Tag {
  const [algorithm = "", hex = ""] = subject.split(":");
  return parseTag(`${algorithm.slice(0, 32)}-${hex.slice(0, 64)}`);
}

/**
 * The index under the fallback tag, or null. GitLab resolves that tag to the subject itself (oras-go#1396), and anybody may
 * have given it to an image: only an index that is not the subject lists referrers.
 */
export async function readFallback(
  transport: Transport,
  repository: RepositoryName,
  subject: Digest,
  options: RequestOptions | undefined,
): Promise<FallbackIndex | null> {
  try {
    const { manifest, etag } = await fetchManifest(transport, repository, fallbackTag(subject), options);
    if (manifest.parsed.kind !== "index" || manifest.digest === subject) return null;
    const { raw } = manifest;
    const entries = objectsOf(parseJsonObject(raw, "The index of referrers").manifests).map(parseDescriptor);
    return { raw, entries, etag };
  } catch (error) {
    if (error instanceof AppError && error.code === "NOT_FOUND") return null;
    throw error;
  }
}

/** What is to be listed instead; null when nothing is to change. */
type Change = (listed: readonly JsonObject[]) => readonly (JsonObject | Descriptor)[] | null;

/** Which list, where. */
interface ListOf {
  readonly transport: Transport;
  readonly repository: RepositoryName;
  readonly subject: Digest;
  readonly options: RequestOptions | undefined;
}

const writing = new Map<string, Promise<void>>();

/**
 * Lists a stored manifest under its subject's fallback tag, where the registry does not by itself. One at a time in this
 * process; against others by If-Match where the registry gives an ETag. Throws what putManifest throws.
 */
export function addToFallback(
  transport: Transport,
  repository: RepositoryName,
  subject: Digest,
  referrer: Descriptor,
  options: RequestOptions | undefined,
): Promise<void> {
  return inTurn({ transport, repository, subject, options }, (listed) =>
    listed.some(({ digest }) => digest === referrer.digest) ? null : [...listed, referrer],
  );
}

/** Takes a deleted manifest off that list again, as addToFallback. */
export function removeFromFallback(
  transport: Transport,
  repository: RepositoryName,
  subject: Digest,
  referrer: Digest,
  options: RequestOptions | undefined,
): Promise<void> {
  return inTurn({ transport, repository, subject, options }, (listed) => {
    const others = listed.filter(({ digest }) => digest !== referrer);
    return others.length === listed.length ? null : others;
  });
}

async function inTurn(list: ListOf, change: Change): Promise<void> {
  const { transport, repository, subject } = list;
  const key = JSON.stringify([transport.target.endpoint, repository, fallbackTag(subject)]);
  const before = writing.get(key) ?? Promise.resolve();
  const mine = before.catch(() => undefined).then(() => changeFallback(list, change));
  writing.set(key, mine);
  try {
    await mine;
  } finally {
    if (writing.get(key) === mine) writing.delete(key);
  }
}

async function changeFallback(
  { transport, repository, subject, options }: ListOf,
  change: Change,
): Promise<void> {
  let gone: ReadonlySet<unknown> = new Set();
  for (let attempt = 1; ; attempt += 1) {
    const current = await readFallback(transport, repository, subject, options);
    const index = documentOf(current);
    const manifests = change(objectsOf(index.manifests).filter(({ digest }) => !gone.has(digest)));
    if (manifests === null) return;
    const raw = Buffer.from(JSON.stringify({ ...index, manifests }));
    const unchanged = current?.etag === undefined ? {} : { "if-match": current.etag };
    try {
      const put = { mediaType: ociIndex, raw };
      await putManifest(transport, repository, fallbackTag(subject), put, options, unchanged);
      return;
    } catch (error) {
      if (!(error instanceof AppError) || attempt >= attempts) throw error;
      // distribution takes no index with manifests that somebody deleted since.
      const incomplete = error.reason === "parts_missing" && current !== null && gone.size === 0;
      if (incomplete) gone = await findGone(transport, repository, current.entries, options);
      if (incomplete ? gone.size === 0 : error.code !== "CONFLICT") throw error;
    }
  }
}

/** What others wrote stays as it is, fields we do not know included. */
function documentOf(current: FallbackIndex | null): JsonObject {
  return current === null
    ? { schemaVersion: 2, mediaType: ociIndex, manifests: [] }
    : parseJsonObject(current.raw, "The index of referrers");
}

async function findGone(
  transport: Transport,
  repository: RepositoryName,
  entries: readonly Descriptor[],
  options: RequestOptions | undefined,
): Promise<Set<Digest>> {
  const found = await Promise.all(
    entries.map(async ({ digest }) => {
      const there = await findManifest(transport, repository, digest, options);
      return there === null ? [digest] : [];
    }),
  );
  return new Set(found.flat());
}
