import type { Digest, Platform, RegistryClient, RepositoryName, RequestOptions, Tag } from "../types.ts";

/** One side of a copy. */
export interface CopyPlace {
  readonly client: RegistryClient;
  readonly repository: RepositoryName;
  readonly reference: Tag | Digest;
}

/**
 * What became of a manifest or blob: "present" was there already, "mounted" came from another repository of the same registry,
 * "foreign" is a layer that its `urls` have and registries need not: nobody here follows them.
 */
export type CopyOutcome = "copied" | "mounted" | "present" | "foreign";

/** A step of a copy. Each manifest and blob is "found" once and has one outcome, if the copy gets that far. */
export interface CopyEvent {
  readonly what: "manifest" | "blob";
  readonly digest: Digest;
  /** In bytes, as `sent`. */
  readonly size: number;
  readonly state: "found" | "copying" | CopyOutcome;
  /** How far a blob being copied has got; less than before when a lost upload begins anew. */
  readonly sent: number;
}

export interface CopyOptions extends RequestOptions {
  /** Of an index: what is for these platforms. A variant or OS version counts when it is given. Default: everything. */
  readonly platforms?: readonly Platform[];
  /**
   * Signatures, SBOMs and attestations too, of the reference and of all its children: referrers and cosign's tags. Those of an
   * index that is not copied whole stay behind: they speak of another one.
   */
  readonly referrers?: boolean;
  /**
   * What the target's reference may point to so far, null for nothing. Anything else is CONFLICT/target_moved, before a byte is
   * copied and once more before the reference moves. Default: whatever it is.
   */
  readonly over?: Digest | null;
  readonly onEvent?: (event: CopyEvent) => void;
}

export interface CopyResult {
  /** What the target's reference points to: the source's digest, or that of the index which names the chosen platforms only. */
  readonly digest: Digest;
  /** How many blobs ended in which way. */
  readonly blobs: Readonly<Record<CopyOutcome, number>>;
  /** Bytes of the blobs copied. */
  readonly bytes: number;
}
