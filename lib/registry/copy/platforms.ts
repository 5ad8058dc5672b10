import { AppError } from "../../errors.ts";
import { digestOf } from "../digest.ts";
import { objectsOf, parseJsonObject } from "../json.ts";
import { parseManifest } from "../manifest.ts";
import type { IndexEntry, Platform, VerifiedManifest } from "../types.ts";

/**
 * An index that names what is for these platforms: their images, the attestations about those, indexes and artifacts of no
 * platform. All its other members stay as they are, and the index itself where nothing falls away; what is no index has no
 * choice. Throws NOT_FOUND/platform_unknown when one of the platforms has no image.
 */
export function choosePlatforms(
  manifest: VerifiedManifest,
  platforms: readonly Platform[] | undefined,
): VerifiedManifest {
  const { parsed, raw, mediaType } = manifest;
  if (platforms === undefined || parsed.kind !== "index") return manifest;
  for (const platform of platforms) {
    if (parsed.manifests.some((entry) => isFor(entry, platform))) continue;
    const { os, architecture, variant } = platform;
    const name = [os, architecture, variant].filter(Boolean).join("/");
    throw new AppError("NOT_FOUND", `Nothing for ${name} in ${manifest.digest}`, {
      reason: "platform_unknown",
      params: { name },
    });
  }
  const images = parsed.manifests.filter(({ role }) => role === "platform");
  const left = images.filter(
    (entry) => entry.platform && !platforms.some((platform) => isFor(entry, platform)),
  );
  if (left.length === 0) return manifest;
  const gone = new Set(left.map(({ digest }) => digest));
  const body = parseJsonObject(raw, "The manifest");
  // Entry for entry as they were written: what we do not know of a descriptor is kept with it.
  const kept = objectsOf(body.manifests).filter((_, at) => {
    const entry = parsed.manifests[at];
    return entry && !gone.has(entry.digest) && !(entry.refersTo && gone.has(entry.refersTo));
  });
  const chosen = Buffer.from(JSON.stringify({ ...body, manifests: kept }));
  return { mediaType, raw: chosen, digest: digestOf(chosen), parsed: parseManifest(chosen, mediaType) };
}

function isFor({ role, platform }: IndexEntry, wanted: Platform): boolean {
  return (
    role === "platform" &&
    platform?.os === wanted.os &&
    platform.architecture === wanted.architecture &&
    (wanted.variant === undefined || platform.variant === wanted.variant) &&
    (wanted.osVersion === undefined || platform.osVersion === wanted.osVersion)
  );
}
