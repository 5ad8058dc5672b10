import { AppError } from "../../errors.ts";
import type { Answer } from "../transport/wire.ts";
import type { Digest } from "../types.ts";

/**
 * Where an upload goes on (distribution-spec, "Pushing blobs"): the Location as it stands, relative or absolute, its query
 * untouched. Another host is refused: neither the content nor the credential is its business (ggcr #2295). Another scheme or
 * port of the same host is what a proxy that ends TLS makes of its own address, so ours is kept. Throws
 * REGISTRY_REJECTED/redirect_refused; undefined when there is no usable Location.
 */
export function uploadLocation({ headers, url }: Answer, endpoint: URL): URL | undefined {
  const location = headers.get("location");
  if (location === undefined || !URL.canParse(location, url)) return undefined;
  const target = new URL(location, url);
  const own = target.hostname === endpoint.hostname && /^https?:$/.test(target.protocol);
  if (!own || target.username !== "" || target.password !== "") {
    throw new AppError("REGISTRY_REJECTED", `An upload that ${url.host} sends elsewhere`, {
      reason: "redirect_refused",
      params: { host: url.host, to: target.origin },
    });
  }
  const next = new URL(endpoint);
  next.pathname = target.pathname;
  next.search = target.search;
  return next;
}

/** The address that completes the upload. searchParams would write the registry's own query anew, signatures and all. */
export function completing(location: URL, digest: Digest): URL {
  const url = new URL(location);
  url.search = `${url.search === "" ? "?" : `${url.search}&`}digest=${encodeURIComponent(digest)}`;
  return url;
}

/**
 * How many bytes the registry has, by its Range (`0-99`, some write `bytes=0-99`). `0-0` is one byte or none, so it says
 * nothing; neither does what cannot be read.
 */
export function received({ headers }: Answer): number | undefined {
  const [, end] = /^(?:bytes=)?0-(\d+)$/.exec(headers.get("range")?.trim() ?? "") ?? [];
  return end === undefined || Number(end) === 0 ? undefined : Number(end) + 1;
}

/** Bytes per chunk that the registry agrees to (OCI-Chunk-Min-Length; serverless-registry has a -Max- too). */
export function chunkLength({ headers }: Answer): number | undefined {
  const min = lengthOf(headers.get("oci-chunk-min-length"));
  const max = lengthOf(headers.get("oci-chunk-max-length"));
  if (min === undefined && max === undefined) return undefined;
  return Math.min(Math.max(usualChunk, min ?? 0), Math.max(max ?? Number.POSITIVE_INFINITY, min ?? 0));
}

export const usualChunk = 10 * 1024 * 1024;

function lengthOf(value: string | undefined): number | undefined {
  const length = /^\d+$/.test(value ?? "") ? Number(value) : 0;
  return Number.isSafeInteger(length) && length > 0 ? length : undefined;
}
