import { type AskedFor, answerError } from "./answer-errors.ts";
import { deleteManifest, deleteTag } from "./delete.ts";
import { findJsonObject, isObject, stringsOf } from "./json.ts";
import { isTag } from "./reference.ts";
import { limits } from "./transport/body.ts";
import type { Transport } from "./transport/transport.ts";
import type { Digest, RepositoryName, RequestOptions } from "./types.ts";

/**
 * As deleteManifest, at a registry that keeps a manifest while tags are on it: those go first. Which they are stands in its list of
 * tags, `manifest: {<digest>: {tag: [...]}}` (Google's extension, written for gcrane).
 */
export async function deleteTagged(
  transport: Transport,
  repository: RepositoryName,
  digest: Digest,
  options: RequestOptions | undefined,
): Promise<void> {
  const answer = await transport.request({
    method: "GET",
    url: transport.url(`/v2/${repository}/tags/list`),
    headers: { accept: "application/json" },
    scope: `repository:${repository}:pull`,
    limit: limits.listing,
    options,
  });
  const { credential } = transport.target;
  const asked: AskedFor = { what: "tags", method: "GET", credential, params: { repository } };
  if (answer.status !== 200) throw answerError(answer, asked);
  const known = findJsonObject(answer.body)?.manifest;
  const entry = isObject(known) ? known[digest] : undefined;
  const tags = stringsOf(isObject(entry) ? entry.tag : []).filter(isTag);
  for (const tag of tags) await deleteTag(transport, repository, tag, options);
  await deleteManifest(transport, repository, digest, options);
}
