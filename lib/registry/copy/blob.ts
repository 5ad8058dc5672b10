import { AppError } from "../../errors.ts";
import { sameRegistry } from "../endpoint.ts";
import type { Descriptor, RequestOptions } from "../types.ts";
import type { CopyEvent, CopyOutcome, CopyPlace } from "./types.ts";

export interface Route {
  readonly from: CopyPlace;
  readonly to: CopyPlace;
  readonly options: RequestOptions;
  readonly tell: (event: CopyEvent) => void;
}

/** Bytes between two events, or, on a slow line, milliseconds: a page that shows them needs no more. */
const step = 1024 * 1024;
const stepMs = 500;

/**
 * One blob from repository to repository: nothing where the target has it, a mount where both are of one registry, else the
 * download flows into the upload and is resumed on either side.
 */
export async function copyBlob(route: Route, blob: Descriptor): Promise<CopyOutcome> {
  const { from, to, options } = route;
  const { digest, size } = blob;
  if (blob.foreign) return "foreign";
  const there = await find(to.client.headBlob(to.repository, digest, options));
  if (there?.size === size) return "present";
  const near = sameRegistry(from.client.endpoint, to.client.endpoint) && from.repository !== to.repository;
  try {
    const outcome = await to.client.putBlob(
      to.repository,
      { digest, size, open: (start, signal) => download(route, blob, start, signal) },
      near ? { ...options, mountFrom: from.repository } : options,
    );
    return outcome === "mounted" ? outcome : "copied";
  } catch (error) {
    throw ofTheSource(error, from);
  }
}

/**
 * What is not at the target for all we are told: undefined. A registry that refuses to say so may still take it, or will give
 * the reason why not: many refuse to read where nothing was ever pushed.
 */
export async function find<T>(asked: Promise<T>): Promise<T | undefined> {
  return asked.catch((error: unknown) => {
    if (error instanceof AppError && ["NOT_FOUND", "REGISTRY_UNAUTHORIZED"].includes(error.code)) {
      return undefined;
    }
    throw error;
  });
}

async function* download(
  { from, options, tell }: Route,
  { digest, size }: Descriptor,
  start: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  // The upload hashes what it sends.
  const wanted = { ...options, ...(signal && { signal }), from: start, hashed: false } as const;
  let sent = start;
  let told = start;
  let toldAt = performance.now();
  tell({ what: "blob", digest, size, state: "copying", sent });
  for await (const chunk of from.client.getBlob(from.repository, { digest, size }, wanted)) {
    yield chunk;
    sent += chunk.byteLength;
    if (sent - told < step && performance.now() - toldAt < stepMs) continue;
    told = sent;
    toldAt = performance.now();
    tell({ what: "blob", digest, size, state: "copying", sent });
  }
}

/** The upload finds what is wrong with the bytes first, and takes them for its caller's: they are the source registry's. */
function ofTheSource(error: unknown, { client }: CopyPlace): unknown {
  const lied =
    error instanceof AppError && error.code === "INVALID_INPUT" && error.reason === "digest_mismatch";
  if (!lied) return error;
  const { host } = new URL(client.endpoint);
  return new AppError("REGISTRY_REJECTED", `${host}: ${error.message}`, {
    reason: "digest_mismatch",
    params: { ...error.params, host },
    cause: error,
  });
}
