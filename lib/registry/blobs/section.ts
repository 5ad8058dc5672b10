import { pipeline, type Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { AppError } from "../../errors.ts";
import { type AskedFor, answerError, redactUrl, senselessAnswer } from "../answer-errors.ts";
import { isWebPage } from "../fetch-manifest.ts";
import { limits, readStart } from "../transport/body.ts";
import { paced } from "../transport/paced.ts";
import type { Transport } from "../transport/transport.ts";
import { PassingError } from "../transport/trials.ts";
import type { Answer } from "../transport/wire.ts";
import type { BlobDescriptor, Digest, RepositoryName, RequestOptions } from "../types.ts";
import { flowed } from "./young-buffers.ts";

interface Wanted extends BlobDescriptor {
  readonly repository: RepositoryName;
  readonly position: number;
}

/**
 * The bytes of a blob from `position` on, over one connection. Never one more than there must be; a body that ends before
 * that throws PassingError. A 200 to a Range is the whole again (serverless-registry knows no Range): what the reader has
 * of it is skipped, and its hash tells whether it was the same.
 */
export async function* readSection(
  transport: Transport,
  wanted: Wanted,
  options: RequestOptions,
): AsyncGenerator<Uint8Array> {
  const { digest, size } = wanted;
  const { stream, answer } = await open(transport, wanted, options);
  let at = answer.status === 206 ? wanted.position : 0;
  try {
    for await (const chunk of paced(stream, transport.patience.deadline, options.signal)) {
      const known = Math.min(Math.max(wanted.position - at, 0), chunk.byteLength);
      at += chunk.byteLength;
      flowed(chunk.byteLength);
      if (at > size) throw unlike(answer.url, digest, `more than ${size} bytes`);
      if (known < chunk.byteLength) yield chunk.subarray(known);
    }
  } catch (error) {
    const damaged = error instanceof Error && "code" in error && error.code === "Z_DATA_ERROR";
    throw damaged ? unlike(answer.url, digest, "damaged gzip") : error;
  }
  if (at < size) throw new PassingError(unlike(answer.url, digest, `${at} bytes, ${size} expected`));
}

/** The error of bytes that cannot be those of this digest. */
export function unlike(url: URL, digest: Digest, found: string): AppError {
  return new AppError("REGISTRY_REJECTED", `The bytes of ${redactUrl(url)} are not ${digest}: ${found}`, {
    reason: "digest_mismatch",
    params: { host: url.host, expected: digest, actual: found },
  });
}

async function open(
  transport: Transport,
  wanted: Wanted,
  options: RequestOptions,
): Promise<{ readonly stream: Readable; readonly answer: Answer }> {
  const { repository, digest, position } = wanted;
  const answer = await transport.request({
    method: "GET",
    url: transport.url(`/v2/${repository}/blobs/${digest}`),
    headers: position === 0 ? {} : { range: `bytes=${position}-` },
    scope: `repository:${repository}:pull`,
    limit: limits.error,
    stream: true,
    options,
  });
  const { credential } = transport.target;
  const asked: AskedFor = { what: "blob", method: "GET", credential, params: { repository, digest } };
  const { stream } = answer;
  if (stream === undefined) {
    const shorter = answer.status === 416 && position > 0;
    throw shorter ? unlike(answer.url, digest, `${position} bytes at most`) : answerError(answer, asked);
  }
  try {
    const expected = expectedLength(answer, wanted);
    if (expected === undefined) throw senselessAnswer(answer, asked, "not the part that was asked for");
    const declared = answer.headers.get("content-length");
    const compressed = isCompressed(answer);
    if (declared === undefined ? !isWebPage(answer) && !compressed : Number(declared) === expected)
      return { stream, answer };
    if (compressed && !isWebPage(answer)) return { stream: inflated(stream), answer };
    if (!isWebPage(answer)) throw unlike(answer.url, digest, `${declared} bytes, ${expected} expected`);
    throw senselessAnswer({ ...answer, body: await readStart(stream, limits.error) }, asked, "a web page");
  } catch (error) {
    stream.on("error", () => undefined).destroy();
    throw error;
  }
}

/**
 * By a proxy on the way, though we asked for no such thing. A registry that calls a gzipped layer so declares the layer's own
 * length, and its bytes are the blob as they are.
 */
function isCompressed({ status, headers }: Answer): boolean {
  return status === 200 && headers.get("content-encoding")?.trim().toLowerCase() === "gzip";
}

function inflated(stream: Readable): Readable {
  const gunzip = createGunzip();
  // Whatever fails, fails for who reads.
  pipeline(stream, gunzip, () => undefined);
  return gunzip;
}

/** A 206 is believed when its Content-Range begins where it must and tells the size there must be (RFC 9110, 14.4). */
function expectedLength({ status, headers }: Answer, { size, position }: Wanted): number | undefined {
  if (status === 200) return size;
  const range = headers.get("content-range")?.trim() ?? "";
  const [, start, end, total] = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(range) ?? [];
  const fits =
    status === 206 &&
    position > 0 &&
    Number(start) === position &&
    Number(end) >= position &&
    Number(end) < size &&
    (total === "*" || Number(total) === size);
  return fits ? Number(end) - position + 1 : undefined;
}
