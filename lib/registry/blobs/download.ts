import { createHash } from "node:crypto";
import { algorithmOf } from "../digest.ts";
import { toConnectionError } from "../transport/failure.ts";
import type { Transport } from "../transport/transport.ts";
import { isPassingFailure, Trials } from "../transport/trials.ts";
import type { BlobDescriptor, DownloadOptions, RepositoryName } from "../types.ts";
import { readSection, unlike } from "./section.ts";

/**
 * A blob as a stream (endpoint 2): hashed while it passes, its size and digest verified before the end is reported, so what
 * was read counts only once the loop has ended. A lost connection is resumed with Range, the hash kept. With `from` the bytes
 * from there on; then, or for who hashes them anyway, only their number is verified.
 */
export async function* getBlob(
  transport: Transport,
  repository: RepositoryName,
  blob: BlobDescriptor,
  options: DownloadOptions = {},
): AsyncGenerator<Uint8Array> {
  const { from = 0, hashed = true, signal } = options;
  const { digest, size } = blob;
  if (from > 0 && from >= size) return;
  const url = transport.url(`/v2/${repository}/blobs/${digest}`);
  const hash = from === 0 && hashed ? createHash(algorithmOf(digest)) : undefined;
  const trials = new Trials(transport.patience, from);
  let position = from;
  try {
    for (let complete = false; !complete; ) {
      try {
        for await (const chunk of readSection(transport, { repository, ...blob, position }, options)) {
          position += chunk.byteLength;
          hash?.update(chunk);
          yield chunk;
        }
        complete = true;
      } catch (error) {
        // Nothing is missing but the end of the message.
        complete = position === size && isPassingFailure(error);
        if (!complete) await trials.sitOut(error, position, signal);
      }
    }
  } catch (error) {
    throw toConnectionError(error, url, signal);
  }
  const actual = hash && `${algorithmOf(digest)}:${hash.digest("hex")}`;
  if (actual !== undefined && actual !== digest) throw unlike(url, digest, actual);
}
