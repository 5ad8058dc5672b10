import type { Referrer } from "#lib/registry/types.ts";

/** Something that refers to a manifest. */
export interface ReferrerView {
  readonly digest: string;
  readonly mediaType: string;
  readonly artifactType: string | null;
  /** Bytes of its manifest and blobs where they are known, else of its manifest. */
  readonly bytes: number;
  readonly createdAt: string | null;
  readonly foundBy: Referrer["foundBy"];
  /** The tag it was found by: cosign's. */
  readonly tag: string | null;
  /** Its manifest could be read: it has a page. */
  readonly held: boolean;
}

export interface ReferrersView {
  readonly referrers: readonly ReferrerView[];
  /** There are more than are listed. */
  readonly truncated: boolean;
}
