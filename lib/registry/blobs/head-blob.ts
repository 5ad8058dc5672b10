import { type AskedFor, answerError, digestMismatch, senselessAnswer } from "../answer-errors.ts";
import { algorithmOf, matchesDigest } from "../digest.ts";
import { isWebPage } from "../fetch-manifest.ts";
import { isDigest } from "../reference.ts";
import { limits } from "../transport/body.ts";
import type { Transport } from "../transport/transport.ts";
import type { Answer } from "../transport/wire.ts";
import type { BlobDescriptor, Digest, RepositoryName, RequestOptions } from "../types.ts";

/**
 * Whether a blob is there and how many bytes it has (endpoint 2). HEAD, then GET with its body left unread where HEAD is
 * not offered, has no length or fails without a reason: what a HEAD is redirected to is often signed for GET only.
 * Throws NOT_FOUND/blob_unknown.
 */
export async function headBlob(
  transport: Transport,
  repository: RepositoryName,
  digest: Digest,
  options: RequestOptions | undefined,
): Promise<BlobDescriptor> {
  const ask = (method: "HEAD" | "GET"): Promise<Answer> =>
    transport.request({
      method,
      url: transport.url(`/v2/${repository}/blobs/${digest}`),
      scope: `repository:${repository}:pull`,
      limit: limits.error,
      stream: true,
      options,
    });
  const { credential } = transport.target;
  const asked: AskedFor = { what: "blob", method: "HEAD", credential, params: { repository, digest } };
  const head = await ask("HEAD");
  drop(head);
  if (head.status === 404 || head.status === 429) throw answerError(head, asked);
  const size = head.status === 200 ? lengthOf(head, digest) : undefined;
  if (size !== undefined) return { digest, size };
  const answer = await ask("GET");
  drop(answer);
  if (answer.status !== 200) throw answerError(answer, { ...asked, method: "GET" });
  const length = lengthOf(answer, digest);
  if (length === undefined) throw senselessAnswer(answer, asked, "a blob of unknown size");
  return { digest, size: length };
}

function lengthOf(answer: Answer, digest: Digest): number | undefined {
  const said = answer.headers.get("docker-content-digest") ?? "";
  if (isDigest(said) && algorithmOf(said) === algorithmOf(digest) && said !== digest) {
    throw digestMismatch(answer, digest, said);
  }
  const size = Number(answer.headers.get("content-length") ?? Number.NaN);
  // Some servers say 0 of everything they are asked for with HEAD.
  const plausible = size > 0 || (size === 0 && matchesDigest(new Uint8Array(), digest));
  return plausible && Number.isSafeInteger(size) && !isWebPage(answer) ? size : undefined;
}

function drop({ stream }: Answer): void {
  stream?.on("error", () => undefined).destroy();
}
