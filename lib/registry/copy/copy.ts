import { AppError } from "../../errors.ts";
import { unexpected } from "../json.ts";
import { manifestLimits } from "../manifest.ts";
import { isManifestType, ociArtifactManifest } from "../media-types.ts";
import type { Descriptor, Digest, Referrer, RequestOptions, VerifiedManifest } from "../types.ts";
import { copyBlob, find, type Route } from "./blob.ts";
import { choosePlatforms } from "./platforms.ts";
import { Slots, together } from "./together.ts";
import type { CopyOptions, CopyOutcome, CopyPlace, CopyResult } from "./types.ts";

/** With fewer the last layer of five or six has the line to itself. */
const blobsAtOnce = 6;
/** Their bytes are held meanwhile; inside an index inside the index it is one at a time. */
const childrenAtOnce = 3;
/** What one reference may consist of, all its indexes together. */
const most = { manifests: 2000, blobs: 20_000 } as const;

/**
 * Copies what a reference points to into another repository, of the same or any other registry, byte for byte: blobs before the
 * manifests that name them, children before their index, and the target's reference last of all. What the target has is left
 * alone, so that a copy that broke off is gone on with by the next one. Cancelled or failed, it has moved no reference; the
 * PUT that moves it is not cancelled any more.
 *
 * Throws what the two clients throw; REGISTRY_REJECTED/digest_mismatch when the source is not what it says, with too_large for
 * a reference of too many parts; UNSUPPORTED/schema1_unsupported; NOT_FOUND/platform_unknown; CONFLICT/target_moved; CANCELLED.
 */
export async function copyReference(
  from: CopyPlace,
  to: CopyPlace,
  options: CopyOptions = {},
): Promise<CopyResult> {
  const stop = new AbortController();
  const cancel = (): void => stop.abort(new AppError("CANCELLED", "Cancelled by the caller"));
  if (options.signal?.aborted) cancel();
  options.signal?.addEventListener("abort", cancel, { once: true });
  try {
    return await new Copy(from, to, options, stop).run(options);
  } catch (error) {
    // What fails after the first failure fails because of it.
    throw stop.signal.aborted ? stop.signal.reason : error;
  } finally {
    options.signal?.removeEventListener("abort", cancel);
  }
}

/** cosign's signatures have a tag of their own. */
type Part = Descriptor & Pick<Referrer, "tag">;

async function referrersAt(
  { client, repository }: CopyPlace,
  subject: Digest,
  options: RequestOptions,
): Promise<Referrer[]> {
  const all: Referrer[] = [];
  for await (const { referrers } of client.listReferrers(repository, subject, options))
    all.push(...referrers);
  return all;
}

/** A list of referrers may name what was deleted since. */
function unlessDeleted(error: unknown): void {
  if (!(error instanceof AppError) || error.reason !== "manifest_unknown") throw error;
}

class Copy {
  readonly #route: Route;
  readonly #stop: AbortController;
  readonly #slots = new Slots(blobsAtOnce);
  readonly #manifests = new Map<Digest, Promise<void>>();
  readonly #blobs = new Map<string, Promise<void>>();
  readonly #outcomes: Record<CopyOutcome, number> = { copied: 0, mounted: 0, present: 0, foreign: 0 };
  #bytes = 0;

  constructor(from: CopyPlace, to: CopyPlace, { priority, onEvent }: CopyOptions, stop: AbortController) {
    const options: RequestOptions = { signal: stop.signal, ...(priority && { priority }) };
    this.#route = { from, to, options, tell: (event) => onEvent?.(event) };
    this.#stop = stop;
  }

  async run({ platforms, priority, referrers, over }: CopyOptions): Promise<CopyResult> {
    const { from, to, options } = this.#route;
    const read = await from.client.getManifest(from.repository, from.reference, options);
    const root = choosePlatforms(read, platforms);
    this.#tell(root, "found");
    if (over !== undefined) await this.#reached(root.digest, over);
    await this.#parts(root, 0);
    if (referrers) await this.#referrersOf(read.digest === root.digest ? [root.digest] : []);
    const present = await this.#reached(root.digest, over);
    this.#stop.signal.throwIfAborted();
    // Not to be cancelled half-way: nobody could tell whether the reference has moved.
    if (!present) await to.client.putManifest(to.repository, to.reference, root, priority && { priority });
    this.#tell(root, present ? "present" : "copied");
    return { digest: root.digest, blobs: this.#outcomes, bytes: this.#bytes };
  }

  /** Whether the target's reference is where it shall be; throws when it is where it may not be moved from. */
  async #reached(wanted: Digest, over: Digest | null | undefined): Promise<boolean> {
    const { to, options } = this.#route;
    const there = (await find(to.client.headManifest(to.repository, to.reference, options)))?.digest ?? null;
    if (there === wanted) return true;
    if (over === undefined || there === over) return false;
    const { host } = new URL(to.client.endpoint);
    throw new AppError("CONFLICT", `${to.repository}:${to.reference} points to ${there}, not to ${over}`, {
      reason: "target_moved",
      params: { host, name: `${to.repository}:${to.reference}` },
    });
  }

  /** Everything a manifest names. */
  async #parts({ parsed, mediaType, digest }: VerifiedManifest, depth: number): Promise<void> {
    if (parsed.kind === "schema1") {
      throw new AppError("UNSUPPORTED", `${digest} is of schema 1`, { reason: "schema1_unsupported" });
    }
    if (parsed.kind !== "index") {
      // The withdrawn artifact manifest has no config; the parser puts the empty one in its place.
      const blobs = mediaType === ociArtifactManifest ? parsed.layers : [parsed.config, ...parsed.layers];
      return await together(blobs, blobsAtOnce, this.#stop, (blob) => this.#blob(blob));
    }
    if (this.#manifests.size + parsed.manifests.length > most.manifests)
      throw unexpected(`More than ${most.manifests} manifests`, "too_large");
    await together(parsed.manifests, depth === 0 ? childrenAtOnce : 1, this.#stop, (entry) => {
      // BuildKit's cache is an index whose entries are layers.
      const isBlob = entry.mediaType !== "" && !isManifestType(entry.mediaType);
      return isBlob ? this.#blob(entry) : this.#child(entry, depth + 1);
    });
  }

  /**
   * Signatures, SBOMs and attestations of these manifests and of all children, then theirs in turn. One after the other: by
   * cosign's tags two manifests can each be the other's signature, and would wait for each other.
   */
  async #referrersOf(roots: readonly Digest[]): Promise<void> {
    const { from, to, options } = this.#route;
    const children = this.#manifests;
    for (const root of roots) children.set(root, Promise.resolve());
    // What is copied meanwhile joins the map, and with it this loop.
    for (const subject of children.keys()) {
      const listed = new Set((await find(referrersAt(to, subject, options)))?.map(({ digest }) => digest));
      for (const referrer of await referrersAt(from, subject, options)) {
        if (children.has(referrer.digest)) continue;
        await this.#child(referrer, 1, listed.has(referrer.digest)).catch(unlessDeleted);
      }
    }
  }

  /** Once, however often it is named. No manifest can contain its own digest, so nobody waits here for itself. */
  #child(entry: Part, depth: number, listed = true): Promise<void> {
    const known = this.#manifests.get(entry.digest);
    if (known !== undefined) return known;
    const copied = this.#copyChild(entry, depth, listed);
    this.#manifests.set(entry.digest, copied);
    return copied;
  }

  async #copyChild(entry: Part, depth: number, listed: boolean): Promise<void> {
    const { from, to, options } = this.#route;
    const { digest, size } = entry;
    if (depth > manifestLimits.indexDepth)
      throw unexpected(`${digest}: an index inside too many indexes`, "too_large");
    if (this.#manifests.size >= most.manifests)
      throw unexpected(`More than ${most.manifests} manifests`, "too_large");
    // A referrer that is there and not listed is put again: that lists it.
    const there = listed ? await find(to.client.headManifest(to.repository, digest, options)) : undefined;
    // The same bytes, and reading at the source may be what is scarce (Docker Hub counts).
    const place = there === undefined ? from : to;
    const manifest = await place.client.getManifest(place.repository, digest, options);
    if (manifest.raw.byteLength !== size) {
      throw unexpected(`${digest}: ${manifest.raw.byteLength} bytes, ${size} expected`, "digest_mismatch");
    }
    this.#tell(manifest, "found");
    await this.#parts(manifest, depth);
    if (there === undefined) {
      await to.client.putManifest(to.repository, entry.tag ?? digest, manifest, options);
    }
    this.#tell(manifest, there === undefined ? "copied" : "present");
  }

  /** Once for each digest and size: only a wrong size makes two of one digest, and must not pass with the right one. */
  #blob(blob: Descriptor): Promise<void> {
    const key = `${blob.digest} ${blob.size}`;
    const known = this.#blobs.get(key);
    if (known !== undefined) return known;
    const copied = this.#copyBlob(blob);
    this.#blobs.set(key, copied);
    return copied;
  }

  async #copyBlob(blob: Descriptor): Promise<void> {
    const { digest, size } = blob;
    if (this.#blobs.size >= most.blobs) throw unexpected(`More than ${most.blobs} blobs`, "too_large");
    this.#route.tell({ what: "blob", digest, size, state: "found", sent: 0 });
    const outcome = await this.#slots.run(() => {
      this.#stop.signal.throwIfAborted();
      return copyBlob(this.#route, blob);
    });
    this.#outcomes[outcome] += 1;
    const sent = outcome === "copied" ? size : 0;
    this.#bytes += sent;
    this.#route.tell({ what: "blob", digest, size, state: outcome, sent });
  }

  #tell({ digest, raw }: VerifiedManifest, state: "found" | "copied" | "present"): void {
    this.#route.tell({ what: "manifest", digest, size: raw.byteLength, state, sent: 0 });
  }
}
