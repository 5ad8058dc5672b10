import { hash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { isDigest } from "./reference.ts";
import type { Digest } from "./types.ts";

export type DigestAlgorithm = "sha256" | "sha512";

export function algorithmOf(digest: Digest): DigestAlgorithm {
  return digest.startsWith("sha512:") ? "sha512" : "sha256";
}

/** The digest of exactly these bytes. */
export function digestOf(bytes: Uint8Array, algorithm: DigestAlgorithm = "sha256"): Digest {
  const digest = `${algorithm}:${hash(algorithm, bytes, "hex")}`;
  if (!isDigest(digest)) throw new TypeError("unreachable: a hash is a digest");
  return digest;
}

export function matchesDigest(bytes: Uint8Array, digest: Digest): boolean {
  return digestOf(bytes, algorithmOf(digest)) === digest;
}

/**
 * The bytes a digest speaks of. Some registries label a gzipped layer with `Content-Encoding: gzip` (then the raw bytes
 * are the content), some proxies really compress on the way: raw first, inflated second, null when neither matches.
 */
export function contentMatching(
  raw: Uint8Array,
  encoding: string | undefined,
  digest: Digest,
  limit: number,
): Uint8Array | null {
  if (matchesDigest(raw, digest)) return raw;
  const inflated = inflate(raw, encoding, limit);
  return inflated !== null && matchesDigest(inflated, digest) ? inflated : null;
}

/** Inflates a gzip-encoded body up to `limit` bytes; null when it is not encoded, damaged or larger. */
export function inflate(raw: Uint8Array, encoding: string | undefined, limit: number): Uint8Array | null {
  if (encoding?.trim().toLowerCase() !== "gzip") return null;
  try {
    return gunzipSync(raw, { maxOutputLength: limit });
  } catch {
    return null;
  }
}
