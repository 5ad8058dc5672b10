import { deleteManifest, deleteTag } from "./delete.ts";
import { isObject, stringsOf } from "./json.ts";
import { isTag } from "./reference.ts";
import { readTagList } from "./tag-list.ts";
import type { Transport } from "./transport/transport.ts";
import type { Digest, RepositoryName, RequestOptions } from "./types.ts";

/**
 * As deleteManifest, at a registry that keeps a manifest while tags are on it: those go first. Which they are stands in its list of
 * tags.
 */
export async function deleteTagged(
  transport: Transport,
  repository: RepositoryName,
  digest: Digest,
  options: RequestOptions | undefined,
): Promise<void> {
  const { manifest: known } = await readTagList(transport, repository, options);
  const entry = isObject(known) ? known[digest] : undefined;
  const tags = stringsOf(isObject(entry) ? entry.tag : []).filter(isTag);
  for (const tag of tags) await deleteTag(transport, repository, tag, options);
  await deleteManifest(transport, repository, digest, options);
}
