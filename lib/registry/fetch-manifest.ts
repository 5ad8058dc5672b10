import { AppError } from "../errors.ts";
import { type AskedFor, answerError, digestMismatch, senselessAnswer } from "./answer-errors.ts";
import { algorithmOf, contentMatching, digestOf, inflate } from "./digest.ts";
import { isObject, objectsOf, parseJsonObject, stringOf } from "./json.ts";
import { manifestLimits, readManifest } from "./manifest.ts";
import { essence, isManifestType, isSchema1Type, manifestAccept } from "./media-types.ts";
import { isDigest } from "./reference.ts";
import type { Transport } from "./transport/transport.ts";
import type { Answer } from "./transport/wire.ts";
import type { Descriptor, Digest, RepositoryName, RequestOptions, Tag, VerifiedManifest } from "./types.ts";

/** HEAD of a manifest. undefined when the answer does not say enough and GET must be asked. */
export async function headManifest(
  transport: Transport,
  repository: RepositoryName,
  reference: Tag | Digest,
  options: RequestOptions | undefined,
): Promise<Descriptor | undefined> {
  const answer = await ask(transport, "HEAD", repository, reference, options);
  return readHead(answer, askedFor(transport, "HEAD", repository, reference));
}

/**
 * HEAD of a tag under the condition that it points elsewhere than to `known` (RFC 9110, 13.1.2), and with it whether the
 * registry takes such conditions: an ETag that is the digest. undefined as headManifest's.
 */
export async function headTag(
  transport: Transport,
  repository: RepositoryName,
  tag: Tag,
  known: Digest | undefined,
  options: RequestOptions | undefined,
): Promise<{ readonly digest: Digest; readonly conditional: boolean } | undefined> {
  const condition = known && { "if-none-match": `"${known}"` };
  const answer = await ask(transport, "HEAD", repository, tag, options, condition);
  const said = answer.headers.get("docker-content-digest") ?? known;
  if (known && answer.status === 304 && said === known) return { digest: known, conditional: true };
  const head = readHead(answer, askedFor(transport, "HEAD", repository, tag));
  return head && { digest: head.digest, conditional: answer.headers.get("etag") === `"${head.digest}"` };
}

/** As the client's headManifest, for what may well not be there: HEAD's 404 is reason enough, and null. */
export async function findManifest(
  transport: Transport,
  repository: RepositoryName,
  reference: Tag | Digest,
  options: RequestOptions | undefined,
): Promise<Descriptor | null> {
  const answer = await ask(transport, "HEAD", repository, reference, options);
  if (answer.status === 404) return null;
  const head = readHead(answer, askedFor(transport, "HEAD", repository, reference));
  if (head !== undefined) return head;
  try {
    const { digest, mediaType, raw } = await getManifest(transport, repository, reference, options);
    return { digest, mediaType, size: raw.byteLength };
  } catch (error) {
    if (error instanceof AppError && error.code === "NOT_FOUND") return null;
    throw error;
  }
}

function readHead(answer: Answer, asked: AskedFor): Descriptor | undefined {
  // An error to HEAD has no body; the caller asks GET for the reason. 429 is reason enough, and GETs are what is scarce.
  if (answer.status === 429) throw answerError(answer, asked);
  if (answer.status !== 200) return undefined;
  const mediaType = essence(answer.headers.get("content-type"));
  const digest = answer.headers.get("docker-content-digest") ?? "";
  const size = Number(answer.headers.get("content-length") ?? Number.NaN);
  if (!isManifestType(mediaType) || !isDigest(digest) || !Number.isSafeInteger(size) || size <= 0) {
    return undefined;
  }
  const reference = asked.params?.reference ?? "";
  if (isDigest(reference) && digest !== reference) {
    // Of another algorithm it says nothing; of the same one it is a lie GET will expose.
    return undefined;
  }
  return { mediaType, digest, size };
}

/** GET of a manifest, hashed before anything in it is believed. */
export async function getManifest(
  transport: Transport,
  repository: RepositoryName,
  reference: Tag | Digest,
  options: RequestOptions | undefined,
): Promise<VerifiedManifest> {
  return (await fetchManifest(transport, repository, reference, options)).manifest;
}

/** As getManifest, with the ETag by which a change of what a tag points to can be made conditional. */
export async function fetchManifest(
  transport: Transport,
  repository: RepositoryName,
  reference: Tag | Digest,
  options: RequestOptions | undefined,
): Promise<{ readonly manifest: VerifiedManifest; readonly etag: string | undefined }> {
  const answer = await ask(transport, "GET", repository, reference, options);
  const asked = askedFor(transport, "GET", repository, reference);
  if (answer.status !== 200) throw answerError(answer, asked);
  // A proxy's page has another digest too, but that is not what went wrong.
  if (isWebPage(answer)) throw senselessAnswer(answer, asked, "a web page");
  const { digest, raw } = verify(answer, reference);
  try {
    const manifest = { digest, raw, ...readManifest(answer.headers.get("content-type"), raw) };
    return { manifest, etag: answer.headers.get("etag") };
  } catch (error) {
    if (!(error instanceof AppError) || error.reason !== "unexpected_answer") throw error;
    throw senselessAnswer({ ...answer, body: raw }, asked, error.message);
  }
}

export function isWebPage(answer: Answer): boolean {
  return essence(answer.headers.get("content-type")) === "text/html";
}

function ask(
  transport: Transport,
  method: "GET" | "HEAD",
  repository: RepositoryName,
  reference: Tag | Digest,
  options: RequestOptions | undefined,
  condition: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  return transport.request({
    method,
    url: transport.url(`/v2/${repository}/manifests/${reference}`),
    headers: { accept: manifestAccept, ...condition },
    scope: `repository:${repository}:pull`,
    limit: manifestLimits.bytes,
    options,
  });
}

function verify(answer: Answer, reference: Tag | Digest): { digest: Digest; raw: Uint8Array } {
  const encoding = answer.headers.get("content-encoding");
  const header = answer.headers.get("docker-content-digest") ?? "";
  const expected = isDigest(reference) ? reference : isDigest(header) ? header : undefined;
  if (expected === undefined) {
    const raw = inflate(answer.body, encoding, manifestLimits.bytes) ?? answer.body;
    return { digest: digestOf(raw), raw };
  }
  const raw = contentMatching(answer.body, encoding, expected, manifestLimits.bytes);
  if (raw !== null) return { digest: expected, raw };
  if (signedPayloadMatches(answer, expected)) return { digest: expected, raw: answer.body };
  throw digestMismatch(answer, expected);
}

/**
 * Schema 1 is the one manifest whose digest is not that of its bytes: it is taken over what was signed. The signature
 * block says where that ends (distribution docs, manifest-v2-1.md).
 */
function signedPayloadMatches(answer: Answer, expected: Digest): boolean {
  if (!isSchema1Type(essence(answer.headers.get("content-type")))) return false;
  const [signature] = objectsOf(parseJsonObject(answer.body, "The manifest").signatures);
  const encoded = signature && stringOf(signature.protected);
  if (encoded === undefined) return false;
  let header: unknown;
  try {
    header = JSON.parse(Buffer.from(encoded, "base64url").toString("utf8"));
  } catch {
    return false;
  }
  if (!isObject(header) || typeof header.formatLength !== "number") return false;
  const tail = Buffer.from(stringOf(header.formatTail) ?? "", "base64url");
  const payload = Buffer.concat([answer.body.subarray(0, header.formatLength), tail]);
  return digestOf(payload, algorithmOf(expected)) === expected;
}

function askedFor(
  transport: Transport,
  method: string,
  repository: RepositoryName,
  reference: Tag | Digest,
): AskedFor {
  return {
    what: "manifest",
    method,
    credential: transport.target.credential,
    params: { repository, reference },
  };
}
