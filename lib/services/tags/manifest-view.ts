import {
  countLayerSharing,
  findConfig,
  findManifest,
  type LayerSharing,
  listChildren,
  type ManifestChildRow,
  type StoredManifest,
} from "#lib/catalog/index.ts";
import { bulk } from "#lib/db/index.ts";
import { mergeHistory, parseImageConfig, parseManifest } from "#lib/registry/index.ts";
import { platformText } from "../repositories/index.ts";
import { toArtifactView } from "./artifact-view.ts";
import type { CompanionView, ImageView, LayerStepView, ManifestView, PlatformView } from "./types.ts";

export interface ManifestQuery {
  readonly platform?: string | undefined;
  /** Whether it is counted who else has the image's layers: the dearest thing on the page, shown by one tab. */
  readonly sharing?: boolean | undefined;
}

/**
 * A manifest held by a repository, with the image of the platform asked for (else the first held), or null when the
 * repository does not hold it. Reads the index alone.
 */
export async function loadManifestView(
  repositoryId: bigint,
  digest: string,
  { platform, sharing }: ManifestQuery,
): Promise<ManifestView | null> {
  const stored = await findManifest(bulk, repositoryId, digest);
  if (!stored) return null;
  const children = stored.kind === "index" ? await listChildren(bulk, repositoryId, digest) : [];
  const platforms = children.flatMap(toPlatform);
  const chosen = platforms.find((p) => p.held && p.platform === platform) ?? platforms.find((p) => p.held);
  const parsed = parseManifest(stored.raw, stored.mediaType);
  const imageManifest = stored.kind === "image" ? stored : await heldManifest(repositoryId, chosen);
  const [image, artifact] = await Promise.all([
    imageManifest?.kind === "image"
      ? toImageView(repositoryId, imageManifest, sharing ? stored.digest : null)
      : null,
    parsed.kind === "artifact" ? toArtifactView(repositoryId, stored.digest, parsed) : null,
  ]);
  return {
    digest: stored.digest,
    mediaType: stored.mediaType,
    kind: stored.kind,
    totalBytes: stored.totalBytes,
    documentBytes: stored.raw.byteLength,
    createdAt: stored.createdAt,
    seenAt: stored.seenAt,
    subject: stored.subject,
    annotations: parsed.kind === "schema1" ? {} : parsed.annotations,
    platforms: stored.kind === "image" && image ? [ownPlatform(stored, image)] : platforms,
    companions: children.flatMap((child) => toCompanion(child, children)),
    image,
    artifact,
  };
}

async function heldManifest(
  repositoryId: bigint,
  chosen: PlatformView | undefined,
): Promise<StoredManifest | null> {
  return chosen ? findManifest(bulk, repositoryId, chosen.digest) : null;
}

function ownPlatform(stored: StoredManifest, image: ImageView): PlatformView {
  const { digest, totalBytes, createdAt } = stored;
  return { digest, platform: image.platform, held: true, totalBytes, createdAt };
}

function toPlatform(child: ManifestChildRow): PlatformView[] {
  if (child.role !== "platform") return [];
  const { digest, held, totalBytes, createdAt } = child;
  return [{ digest, platform: child.platform ?? "unknown", held, totalBytes, createdAt }];
}

function toCompanion(child: ManifestChildRow, siblings: readonly ManifestChildRow[]): CompanionView[] {
  if (child.role === "platform") return [];
  const about = siblings.find((sibling) => sibling.digest === child.refersTo);
  return [
    {
      digest: child.digest,
      role: child.role,
      mediaType: child.mediaType,
      artifactType: child.artifactType,
      held: child.held,
      bytes: child.totalBytes ?? child.size,
      about: about?.platform ?? null,
    },
  ];
}

/** `root`: the digest the page stands on, where it shows who shares the layers. */
async function toImageView(
  repositoryId: bigint,
  manifest: StoredManifest,
  root: string | null,
): Promise<ImageView | null> {
  const parsed = parseManifest(manifest.raw, manifest.mediaType);
  const [bytes, sharing] = await Promise.all([
    findConfig(bulk, repositoryId, manifest.digest),
    root ? countLayerSharing(bulk, repositoryId, manifest.digest, root) : null,
  ]);
  if (parsed.kind !== "image" || !bytes) return null;
  const config = parseImageConfig(bytes);
  return {
    digest: manifest.digest,
    platform: platformText(config.platform),
    totalBytes: manifest.totalBytes,
    config,
    steps: mergeHistory(config.history, parsed.layers).map((step) => toStep(step, sharing)),
  };
}

function toStep(
  step: ReturnType<typeof mergeHistory>[number],
  sharing: ReadonlyMap<string, LayerSharing> | null,
): LayerStepView {
  const { instruction, text, comment, created, layer } = step;
  return {
    instruction,
    text,
    comment: comment ?? null,
    createdAt: created ?? null,
    layer: layer
      ? {
          digest: layer.digest,
          mediaType: layer.mediaType,
          bytes: layer.size,
          sharing: sharing && (sharing.get(layer.digest) ?? { repository: 0, registry: 0, more: false }),
        }
      : null,
  };
}
