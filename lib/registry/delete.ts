import type { AppError } from "../errors.ts";
import type { AskedFor } from "./answer-errors.ts";
import { isWebPage } from "./fetch-manifest.ts";
import { limits } from "./transport/body.ts";
import type { Transport } from "./transport/transport.ts";
import type { Answer } from "./transport/wire.ts";
import type { Digest, RepositoryName, RequestOptions, Tag } from "./types.ts";
import { deleteError, deleteTagError } from "./write-errors.ts";

interface Deletion {
  readonly what: "manifest" | "blob";
  readonly repository: RepositoryName;
  readonly reference: Tag | Digest;
  readonly error: (answer: Answer, asked: AskedFor) => AppError;
}

/**
 * DELETE of a manifest by digest (endpoint 9); every tag that points to it goes with it. Throws UNSUPPORTED/delete_disabled,
 * NOT_FOUND/manifest_unknown.
 */
export function deleteManifest(
  transport: Transport,
  repository: RepositoryName,
  reference: Digest,
  options: RequestOptions | undefined,
): Promise<void> {
  return remove(transport, { what: "manifest", repository, reference, error: deleteError }, options);
}

/** DELETE of a tag alone (endpoint 9). Throws UNSUPPORTED with delete_disabled or tag_delete_unsupported, NOT_FOUND. */
export function deleteTag(
  transport: Transport,
  repository: RepositoryName,
  reference: Tag,
  options: RequestOptions | undefined,
): Promise<void> {
  return remove(transport, { what: "manifest", repository, reference, error: deleteTagError }, options);
}

/** DELETE of a blob (endpoint 10). Throws UNSUPPORTED/delete_disabled, NOT_FOUND/blob_unknown. */
export function deleteBlob(
  transport: Transport,
  repository: RepositoryName,
  reference: Digest,
  options: RequestOptions | undefined,
): Promise<void> {
  return remove(transport, { what: "blob", repository, reference, error: deleteError }, options);
}

async function remove(
  transport: Transport,
  { what, repository, reference, error }: Deletion,
  options: RequestOptions | undefined,
): Promise<void> {
  const answer = await transport.request({
    method: "DELETE",
    url: transport.url(`/v2/${repository}/${what}s/${reference}`),
    scope: `repository:${repository}:delete`,
    limit: limits.error,
    options,
  });
  const { credential } = transport.target;
  const asked: AskedFor = { what, method: "DELETE", credential, params: { repository, reference } };
  if (answer.status >= 200 && answer.status <= 299 && !isWebPage(answer)) return;
  // What the sending whose answer was lost has deleted, the repetition does not find.
  if (answer.status === 404 && answer.repeated) return;
  throw error(answer, asked);
}
