import type { GoneTag, LayerSharing, TagMoveRow, TagPointer } from "#lib/catalog/index.ts";
import type { ErrorDto } from "#lib/errors.ts";
import type { ImageConfig } from "#lib/registry/types.ts";
import type { ReachedRegistry } from "../repositories/index.ts";

/** A platform's image inside an index. */
export interface PlatformView {
  readonly digest: string;
  readonly platform: string;
  /** false: the index names it, the registry was never given it. */
  readonly held: boolean;
  /** Compressed bytes; null when not held. */
  readonly totalBytes: number | null;
  readonly createdAt: string | null;
}

/** A child that is no platform: what BuildKit says about one, or another artifact. */
export interface CompanionView {
  readonly digest: string;
  readonly role: "attestation" | "artifact";
  readonly mediaType: string;
  readonly artifactType: string | null;
  readonly held: boolean;
  /** Bytes of its manifest and blobs where known, else of the manifest. */
  readonly bytes: number;
  /** The platform an attestation speaks of. */
  readonly about: string | null;
}

/** One line of the layers view: a step of the build with the layer it left, if any. */
export interface LayerStepView {
  readonly instruction: string | null;
  readonly text: string;
  readonly comment: string | null;
  readonly createdAt: string | null;
  readonly layer: {
    readonly digest: string;
    readonly mediaType: string;
    readonly bytes: number;
    /** Tags on other digests with this layer; null: nobody asked. */
    readonly sharing: LayerSharing | null;
  } | null;
}

/** A file of an artifact. */
export interface ArtifactFileView {
  readonly digest: string;
  readonly mediaType: string;
  readonly bytes: number;
  /** org.opencontainers.image.title, else null. */
  readonly title: string | null;
}

export interface ImageView {
  readonly digest: string;
  readonly platform: string;
  readonly totalBytes: number | null;
  readonly config: ImageConfig;
  readonly steps: readonly LayerStepView[];
}

export interface ArtifactView {
  readonly artifactType: string | null;
  readonly files: readonly ArtifactFileView[];
  /** Plain values of a JSON config (a chart's name, version, description …). */
  readonly facts: readonly { readonly name: string; readonly value: string }[];
}

/** A manifest as a page shows it. Every string in it was written by whoever pushed it: text, never markup. */
export interface ManifestView {
  readonly digest: string;
  readonly mediaType: string;
  readonly kind: "image" | "index" | "artifact" | "schema1";
  /** Compressed bytes of all blobs, each once. */
  readonly totalBytes: number | null;
  /** Bytes of the manifest document. */
  readonly documentBytes: number;
  readonly createdAt: string | null;
  readonly seenAt: string;
  readonly subject: string | null;
  readonly annotations: Readonly<Record<string, string>>;
  readonly platforms: readonly PlatformView[];
  readonly companions: readonly CompanionView[];
  /** The image itself, or of an index the platform chosen. */
  readonly image: ImageView | null;
  readonly artifact: ArtifactView | null;
}

/** What every page under a repository says about where it stands. */
export interface Place {
  readonly registry: ReachedRegistry;
  readonly repository: string;
  readonly indexedAt: string | null;
  /** Why the last look at the repository did not end well. */
  readonly indexError: ErrorDto | null;
  readonly indexing: boolean;
}

export interface TagView extends Place {
  readonly gone: null;
  readonly tag: TagPointer;
  /** null: not resolved yet, or its manifest could not be had (see tag.error). */
  readonly manifest: ManifestView | null;
  /** Other tags on the same digest. */
  readonly sameDigest: readonly string[];
  readonly moves: readonly TagMoveRow[];
}

/** A tag that is not there any more: only what is remembered of it. */
export interface GoneTagView extends Place {
  readonly gone: GoneTag & {
    /** Who removed it, where the registry said so. */
    readonly by: string | null;
  };
  readonly moves: readonly TagMoveRow[];
  /** Of the digests it pointed at, those whose manifest the repository still holds. */
  readonly held: readonly string[];
}

export interface ManifestPage extends Place {
  readonly manifest: ManifestView;
  /** Tags on this very digest. */
  readonly tags: readonly string[];
}
