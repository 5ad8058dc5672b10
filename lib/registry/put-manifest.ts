import { AppError } from "../errors.ts";
import { type AskedFor, digestMismatch, senselessAnswer } from "./answer-errors.ts";
import { algorithmOf, digestOf, matchesDigest } from "./digest.ts";
import { manifestLimits } from "./manifest.ts";
import { isDigest } from "./reference.ts";
import type { Transport } from "./transport/transport.ts";
import type { Digest, PutManifest, RepositoryName, RequestOptions, StoredManifest, Tag } from "./types.ts";
import { pushError } from "./write-errors.ts";

/**
 * PUT of a manifest, byte for byte (endpoint 7). Throws REGISTRY_REJECTED with digest_mismatch when the registry says it
 * stored something else, parts_missing, push_too_large or push_refused; UNSUPPORTED/push_unsupported.
 */
export async function putManifest(
  transport: Transport,
  repository: RepositoryName,
  reference: Tag | Digest,
  { mediaType, raw }: PutManifest,
  options: RequestOptions | undefined,
  conditions: { readonly "if-match"?: string } = {},
): Promise<StoredManifest> {
  const digest = isDigest(reference) ? reference : digestOf(raw);
  if (!matchesDigest(raw, digest)) {
    throw new AppError("INVALID_INPUT", `The manifest's bytes are not ${digest}`, {
      reason: "digest_mismatch",
    });
  }
  if (raw.byteLength > manifestLimits.bytes) {
    throw new AppError("INVALID_INPUT", `A manifest of ${raw.byteLength} bytes`, {
      reason: "too_large",
      params: { limit: manifestLimits.bytes },
    });
  }
  const answer = await transport.request({
    method: "PUT",
    url: transport.url(`/v2/${repository}/manifests/${reference}`),
    headers: { "content-type": mediaType, ...conditions },
    body: raw,
    scope: `repository:${repository}:pull,push`,
    limit: manifestLimits.bytes,
    options,
  });
  const { credential } = transport.target;
  const asked: AskedFor = { what: "upload", method: "PUT", credential, params: { repository, reference } };
  if (answer.status < 200 || answer.status > 299) throw pushError(answer, asked);
  const said = answer.headers.get("docker-content-digest") ?? "";
  // A digest of another algorithm neither proves nor contradicts anything.
  if (isDigest(said) && algorithmOf(said) === algorithmOf(digest) && said !== digest) {
    throw digestMismatch(answer, digest, said);
  }
  // Older Quays say 202; a proxy's page says 200 and no digest.
  if (answer.status !== 201 && said !== digest) throw senselessAnswer(answer, asked, "a manifest not stored");
  const subject = answer.headers.get("oci-subject") ?? "";
  return { digest, ...(isDigest(subject) ? { subject } : {}) };
}
