import type { Readable } from "node:stream";
import { AppError } from "../../errors.ts";

export const limits = {
  token: 1024 * 1024,
  error: 64 * 1024,
  /** A listing without pages: distribution 2.8 sends all tags at once. */
  listing: 16 * 1024 * 1024,
} as const;

/** Reads a body whole, at most `limit` bytes. Throws REGISTRY_REJECTED/too_large and drops the connection. */
export async function readCapped(
  body: Readable,
  limit: number,
  declared: string | undefined,
): Promise<Uint8Array> {
  if (declared !== undefined && Number(declared) > limit) {
    body.on("error", () => undefined).destroy();
    throw tooLarge(limit);
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    // Leaving the loop destroys the stream, and with it the socket of a server that will not stop talking.
    if (size > limit) throw tooLarge(limit);
    chunks.push(chunk);
  }
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
}

/** The first `limit` bytes of an error's body; the rest is not worth a failure. */
export async function readStart(body: Readable, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    chunks.push(chunk);
    size += chunk.byteLength;
    if (size >= limit) break;
  }
  return Buffer.concat(chunks).subarray(0, limit);
}

/** A body of which more than `limit` bytes came, or were announced. */
export function tooLarge(limit: number): AppError {
  return new AppError("REGISTRY_REJECTED", `An answer of more than ${limit} bytes`, {
    reason: "too_large",
    params: { limit },
  });
}
