import { randomBytes } from "node:crypto";
import { digestOf } from "../digest.ts";
import type { BlobSource } from "../types.ts";
import type { FakeRegistry, Fault } from "./fake-registry.ts";
import { type FakeUploads, fakeUploads, type UploadQuirks } from "./fake-uploads.ts";
import { fake } from "./fixture.ts";

export const mebibyte = 1024 * 1024;
export const content = randomBytes(3 * mebibyte);
export const digest = digestOf(content);

/** In pieces that fit no chunk; remembers from where it was asked. */
export function source(bytes: Buffer = content): BlobSource & { readonly opened: number[] } {
  const opened: number[] = [];
  return {
    digest: digestOf(bytes),
    size: bytes.byteLength,
    opened,
    async *open(from) {
      opened.push(from);
      for (let at = from; at < bytes.byteLength; at += 100_003) yield bytes.subarray(at, at + 100_003);
    },
  };
}

/** A registry that takes uploads, with these faults before it. */
export async function registryWith(
  quirks: UploadQuirks = {},
  ...before: readonly Fault[]
): Promise<{ registry: FakeRegistry; uploads: FakeUploads }> {
  const uploads = fakeUploads(quirks);
  return { registry: await fake(...before, uploads.fault), uploads };
}

/** What was asked for, e.g. "PATCH 0-99". */
export const steps = ({ seen }: FakeRegistry): string[] =>
  seen.map(
    ({ method, headers }) => `${method}${headers["content-range"] ? ` ${headers["content-range"]}` : ""}`,
  );

/** Headers of a registry that thinks in chunks of a million bytes. */
export const chunked = { "oci-chunk-min-length": "1000000", "oci-chunk-max-length": "1000000" };
