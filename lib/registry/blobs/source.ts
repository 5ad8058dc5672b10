import { digestOf } from "../digest.ts";
import type { BlobSource } from "../types.ts";

/** Bytes in memory (a config, an empty blob) as something to upload. */
export function sourceOf(bytes: Uint8Array): BlobSource {
  return {
    digest: digestOf(bytes),
    size: bytes.byteLength,
    async *open(from) {
      yield bytes.subarray(from);
    },
  };
}
