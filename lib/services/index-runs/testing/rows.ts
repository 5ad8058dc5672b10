/** A tag as skopeo tells it, and as the index has it. */
export interface TagFacts {
  readonly digest: string;
  readonly mediaType: string;
  /** ISO 8601; of an index, its newest image's. */
  readonly createdAt: string | null;
  /** Compressed bytes, each blob once. */
  readonly bytes: number;
  /** One of an image, more of an index; what runs nowhere (attestations) is none. */
  readonly images: readonly ImageFacts[];
}

export interface ImageFacts {
  readonly digest: string;
  /** "linux/arm64" */
  readonly platform: string;
  readonly bytes: number;
  readonly layers: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

/** Tags by "repository:tag". */
export type Rows = ReadonlyMap<string, TagFacts>;
