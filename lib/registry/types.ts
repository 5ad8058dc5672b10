import type { SearchOptions, SearchPage } from "./search-types.ts";

/** Public shapes of lib/registry. Digests, tags and names are branded: parsed once, at the boundary. */
export type Digest = string & { readonly __brand: "Digest" };
export type Tag = string & { readonly __brand: "Tag" };
export type RepositoryName = string & { readonly __brand: "RepositoryName" };

export type Credential =
  | { readonly kind: "anonymous" }
  | { readonly kind: "basic"; readonly username: string; readonly secret: string };

/** Everything needed to talk to one registry. Built by a service from a stored row; never leaves the server. */
export interface RegistryTarget {
  /** Cache scope of tokens: the row's id, or a fresh uuid for a connection test of unsaved values. */
  readonly id: string;
  readonly product: ProductId;
  /** What a server connected without naming a product was recognised as when it was last tested. */
  readonly seenAs?: ProductId;
  /** Canonical scheme://host[:port][/prefix]. */
  readonly endpoint: string;
  readonly credential: Credential;
  /** Changes whenever the credential does, so that tokens never outlive it. */
  readonly credentialId: string;
  readonly caCertificate?: string;
  readonly skipTlsVerify: boolean;
  /** Loopback and private ranges allowed for the endpoint itself, never for what the server answers. */
  readonly allowPrivate: boolean;
  /** Origins beside the endpoint's own that may receive the credential as token servers. */
  readonly tokenHosts: readonly string[];
  /** What the product's adapter needs beside address and credential; absent as `none`. */
  readonly settings?: ProductSettings;
}

/** The adapters there are; each following product is one more file and one more entry. */
export type ProductId =
  | "generic"
  | "docker-hub"
  | "harbor"
  | "gitlab"
  | "ghcr"
  | "quay"
  | "ecr"
  | "ecr-public"
  | "azure"
  | "google"
  | "aliyun-acr"
  | "tencent-tcr"
  | "huawei-swr"
  | "gitea"
  | "zot"
  | "artifactory"
  | "nexus"
  | "distribution"
  | "mirror";

/** What an adapter asks for beside address and credential, stored as it is. No secrets. An adapter names its kind. */
export type ProductSettings =
  | { readonly kind: "none" }
  /** Harbor's projects, GitHub's and Gitea's owners, namespaces elsewhere; what empty means is the adapter's. */
  | { readonly kind: "namespaces"; readonly namespaces: readonly string[] }
  /** Aliyun's and Tencent's instances: ID and region, "" where the address says them. */
  | {
      readonly kind: "instance";
      readonly instance: string;
      readonly region: string;
      readonly namespaces: readonly string[];
      /** Of an API key beside docker's login, whose secrets are sealed as one. */
      readonly keyId?: string | undefined;
    }
  /** GitLab: its own address (the registry's is another; with its relative URL root, if any), and paths of groups or projects. */
  | { readonly kind: "gitlab"; readonly api: string; readonly namespaces: readonly string[] }
  /** Amazon ECR behind an address that does not tell them: its region, and the account that has the repositories. */
  | { readonly kind: "ecr"; readonly region: string; readonly accountId: string };

/** What a form must know of a product before anything was tested. */
export interface ProductForm {
  readonly product: ProductId;
  readonly settings: ProductSettings["kind"];
  /** Where most people's is; "" where everybody has one of their own. */
  readonly address: string;
}

export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
  readonly osVersion?: string;
}

/** OCI image-spec descriptor; sizes in bytes. */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: Digest;
  readonly size: number;
  readonly platform?: Platform;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly artifactType?: string;
  /** It has `urls`: its bytes are elsewhere, registries need not have them, and what is named there is never asked. */
  readonly foreign?: true;
}

/** What tells one blob from all others: digest and size in bytes. */
export type BlobDescriptor = Pick<Descriptor, "digest" | "size">;

/** A manifest that speaks of another one: its signature, SBOM, attestation. */
export interface Referrer extends Descriptor {
  /** Listed by the registry, in the index under the fallback tag, or known by a tag of cosign's naming only. */
  readonly foundBy: "api" | "fallback_tag" | "cosign_tag";
  /** cosign's tag. */
  readonly tag?: Tag;
}
export interface ReferrersPage {
  readonly referrers: readonly Referrer[];
  readonly truncated: boolean;
}

/** A manifest whose bytes were hashed and found to be `digest`. */
export interface VerifiedManifest {
  readonly digest: Digest;
  readonly mediaType: string;
  readonly raw: Uint8Array;
  readonly parsed: ParsedManifest;
}

/** A manifest to be stored exactly so. */
export type PutManifest = Pick<VerifiedManifest, "mediaType" | "raw">;

/** What a registry made of a manifest put. */
export interface StoredManifest {
  readonly digest: Digest;
  /** The subject under which it lists the manifest as a referrer by itself (OCI-Subject). */
  readonly subject?: Digest;
}

export type ParsedManifest =
  | {
      readonly kind: "image" | "artifact";
      readonly config: Descriptor;
      readonly layers: readonly Descriptor[];
      readonly artifactType?: string;
      readonly subject?: Digest;
      readonly annotations: Readonly<Record<string, string>>;
    }
  | {
      readonly kind: "index";
      readonly manifests: readonly IndexEntry[];
      readonly artifactType?: string;
      readonly subject?: Digest;
      readonly annotations: Readonly<Record<string, string>>;
    }
  | { readonly kind: "schema1" };

/** An index's child told apart: a platform's image, a BuildKit attestation about one, or another artifact. */
export interface IndexEntry extends Descriptor {
  readonly role: "platform" | "attestation" | "artifact";
  /** Attestations: the child they speak of. */
  readonly refersTo?: Digest;
}

/** The parts of an image config (image-spec config.md) the dashboard shows. */
export interface ImageConfig {
  readonly platform: Platform;
  /** ISO 8601; absent when unknown or epoch zero. */
  readonly created?: string;
  readonly author?: string;
  readonly entrypoint: readonly string[];
  readonly cmd: readonly string[];
  readonly env: readonly string[];
  readonly exposedPorts: readonly string[];
  readonly volumes: readonly string[];
  readonly user?: string;
  readonly workingDir?: string;
  readonly stopSignal?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly diffIds: readonly string[];
  readonly history: readonly HistoryEntry[];
}
export interface HistoryEntry {
  readonly created?: string;
  readonly createdBy: string;
  readonly comment?: string;
  readonly emptyLayer: boolean;
}

/** What a product offers; the UI asks this, never the product's name. */
export interface Capabilities {
  readonly product: ProductId;
  /** As the server named itself: "CNCF Distribution", "Harbor 2.11", "unknown". */
  readonly productName: string;
  readonly list: "catalog" | "api" | "namespace" | "pinned";
  readonly auth: "anonymous" | "basic" | "bearer";
  /** Takes a tag off and leaves its manifest: by DELETE in /v2/, by the product's own API, or not at all. */
  readonly deleteTag: Offer;
  /** Deletes a manifest, and every tag on it with it. */
  readonly deleteDigest: Offer;
  /** Answers /v2/…/referrers; without it, referrers are found by their fallback tag. */
  readonly referrers: "registry" | "fallback" | "unknown";
}

/** By which door a product offers something; "unknown" where only trying tells. */
export type Offer = "registry" | "api" | "never" | "unknown";

export interface Page<T> {
  readonly items: readonly T[];
  /** Opaque; absent on the last page. */
  readonly next?: string;
}

export interface RequestOptions {
  readonly signal?: AbortSignal;
  /** Interactive requests pass background ones in the host's queue. Default "interactive". */
  readonly priority?: "interactive" | "background";
  /** Called before each sending, repetitions too: who counts or paces his requests lets them wait here. */
  readonly turn?: ((signal: AbortSignal) => Promise<void>) | undefined;
}

/** What a product's own API knows of a tag and /v2/ does not tell. Times are ISO 8601. */
export interface TagFact {
  readonly tag: Tag;
  /** What it speaks of, where it says so; the tag may have moved since. */
  readonly digest?: Digest;
  readonly pushedAt?: string;
  readonly pulledAt?: string;
}

/** What one request told. */
export interface TagFactsPage {
  readonly facts: readonly TagFact[];
  readonly truncated: boolean;
}

export interface DownloadOptions extends RequestOptions {
  /** The first byte wanted, for who has those before it. Default 0. */
  readonly from?: number;
  /** False for a reader that hashes the bytes itself: then only their number is verified. */
  readonly hashed?: false;
}

/** Something to upload: its digest and size, known beforehand, and its bytes. */
export interface BlobSource extends BlobDescriptor {
  /** The bytes from `from` on. Called again, with where the registry got to, after a lost connection. */
  open(from: number, signal: AbortSignal | undefined): AsyncIterable<Uint8Array>;
}

export interface UploadOptions extends RequestOptions {
  /** A repository of this registry that has the blob: it is taken from there where the registry can. */
  readonly mountFrom?: RepositoryName;
}

export interface ResolveOptions extends RequestOptions {
  /** The manifest is wanted too, if it comes with the same request. */
  readonly withManifest?: boolean;
  /**
   * Where it pointed when it was last asked for: the registry may answer that it still does, without a look at whether what
   * it points to is there.
   */
  readonly known?: Digest | undefined;
}

export interface ResolvedTag {
  readonly digest: Digest;
  readonly manifest?: VerifiedManifest;
}

export interface ListReferrersOptions extends RequestOptions {
  /** Only those of this type, e.g. "application/spdx+json". */
  readonly artifactType?: string;
}

/** How many requests a registry still lets through, as it last said. */
export interface RateLimit {
  readonly limit?: number;
  readonly remaining?: number;
  /** Seconds of the window both are counted in. */
  readonly window?: number;
  /** When counting begins anew, epoch milliseconds. */
  readonly resetsAt?: number;
}

/** What a registry said beside its answers. Plain text of a stranger, at most 4 KiB. */
export interface RegistryNotices {
  readonly warnings: readonly string[];
  readonly rateLimit?: RateLimit;
}

/** One registry, one credential. Every method throws AppError (lib/errors) and nothing else. */
export interface RegistryClient {
  /** The registry's canonical address. */
  readonly endpoint: string;
  /** GET /v2/ with sign-in. */
  ping(options?: RequestOptions): Promise<{ readonly auth: Capabilities["auth"] }>;
  /** What the registry said to this client so far: warnings, each once, and its last word on a rate limit. */
  notices(): RegistryNotices;
  /** All repositories, page by page, in the registry's order. `truncated` is set when a bound stopped the listing. */
  listRepositories(
    options?: RequestOptions,
  ): AsyncIterable<{ readonly names: readonly RepositoryName[]; readonly truncated: boolean }>;
  listTags(
    repository: RepositoryName,
    options?: RequestOptions,
  ): AsyncIterable<{ readonly tags: readonly Tag[]; readonly truncated: boolean }>;
  /**
   * When tags were pushed and last pulled, by the product's own API, page by page; nothing where it has none for this target.
   * Hearsay: of tags there are not, of digests tags no longer point to. A page may hold nothing.
   */
  listTagFacts(repository: RepositoryName, options?: RequestOptions): AsyncIterable<TagFactsPage>;
  /** Where a tag points, by HEAD or what costs no more. Throws as the two below. */
  resolveTag(repository: RepositoryName, tag: Tag, options?: ResolveOptions): Promise<ResolvedTag>;
  /** HEAD; falls back to GET where the registry gives no digest. Throws NOT_FOUND/manifest_unknown. */
  headManifest(
    repository: RepositoryName,
    reference: Tag | Digest,
    options?: RequestOptions,
  ): Promise<Descriptor>;
  /** GET, at most 4 MiB, hashed; a by-digest answer that does not match throws REGISTRY_REJECTED/digest_mismatch. */
  getManifest(
    repository: RepositoryName,
    reference: Tag | Digest,
    options?: RequestOptions,
  ): Promise<VerifiedManifest>;
  /** A small blob (config) whole, at most `limit` bytes (default 4 MiB), verified. */
  getBlobBytes(
    repository: RepositoryName,
    descriptor: Descriptor,
    options?: RequestOptions & { readonly limit?: number },
  ): Promise<Uint8Array>;
  /**
   * A blob of any size, in chunks as they come, resumed after a lost connection. Its digest is verified at the end: only what
   * a finished loop has read may be believed. Throws NOT_FOUND/blob_unknown, REGISTRY_REJECTED/digest_mismatch, TIMEOUT when
   * nothing comes any more. With `from` above 0 only the number of bytes is verified.
   */
  getBlob(
    repository: RepositoryName,
    blob: BlobDescriptor,
    options?: DownloadOptions,
  ): AsyncIterable<Uint8Array>;
  /**
   * What refers to a manifest, each once: the registry's list or its fallback tag's, and cosign's tags. Empty for what
   * nothing refers to and for what does not exist.
   */
  listReferrers(
    repository: RepositoryName,
    subject: Digest,
    options?: ListReferrersOptions,
  ): AsyncIterable<ReferrersPage>;
  /** The first of the registry's own list of them, in one request mostly; null where it keeps no such list. */
  findOwnReferrers(
    repository: RepositoryName,
    subject: Digest,
    most: number,
    options?: RequestOptions,
  ): Promise<readonly Referrer[] | null>;
  /**
   * Stores a manifest byte for byte; one with a subject is listed under its fallback tag where the registry does not
   * list it by itself. Throws REGISTRY_REJECTED with parts_missing, push_refused, push_too_large or
   * digest_mismatch (the registry stored something else), UNSUPPORTED/push_unsupported.
   */
  putManifest(
    repository: RepositoryName,
    reference: Tag | Digest,
    manifest: PutManifest,
    options?: RequestOptions,
  ): Promise<StoredManifest>;
  /**
   * Deletes a manifest and with it EVERY tag that points to it. Throws UNSUPPORTED with delete_disabled or delete_unsupported;
   * CONFLICT with delete_locked (a rule, a lock), still_referenced (to be untagged first) or last_of_repository.
   */
  deleteManifest(repository: RepositoryName, digest: Digest, options?: RequestOptions): Promise<void>;
  /**
   * Deletes one tag and no other; its manifest stays, but where a product deletes it with its last tag (`lastTagTakesImage`). Throws
   * UNSUPPORTED with delete_disabled, delete_unsupported or tag_delete_unsupported; CONFLICT/delete_locked.
   */
  deleteTag(repository: RepositoryName, tag: Tag, options?: RequestOptions): Promise<void>;
  /** Throws NOT_FOUND/blob_unknown. */
  headBlob(repository: RepositoryName, digest: Digest, options?: RequestOptions): Promise<BlobDescriptor>;
  /**
   * Stores a blob, constant in memory, resumed after a lost connection. The source is not opened when the blob could be mounted.
   * Throws REGISTRY_REJECTED with push_too_large, push_refused or digest_mismatch, UNSUPPORTED/push_unsupported,
   * INVALID_INPUT/digest_mismatch when the source is not what it said.
   */
  putBlob(
    repository: RepositoryName,
    source: BlobSource,
    options?: UploadOptions,
  ): Promise<"mounted" | "uploaded">;
  /**
   * Asks the product's own search, where it has one. Throws UNSUPPORTED where it has none, or has it switched off.
   */
  search(text: string, options?: SearchOptions): Promise<SearchPage>;
  /** Takes a blob out of the repository; manifests that need it break. Throws UNSUPPORTED/delete_disabled. */
  deleteBlob(repository: RepositoryName, digest: Digest, options?: RequestOptions): Promise<void>;
}
