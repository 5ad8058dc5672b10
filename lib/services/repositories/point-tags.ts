import {
  type RepositoryId,
  resolveTags,
  type TagResolution,
  unseenManifests,
  upsertTags,
} from "#lib/catalog/index.ts";
import { bulk } from "#lib/db/index.ts";
import type { Digest, Tag } from "#lib/registry/types.ts";
import type { FetchContext } from "./fetch-manifests.ts";
import { indexManifests } from "./index-manifests.ts";

/** Where the registry says a tag points. */
export interface Pointer {
  readonly tag: Tag;
  readonly digest: Digest;
  readonly told?: TagResolution["told"];
}

/** Points tags at manifests whose bytes were seen. As in a whole run: where nobody has seen them, no tag points. */
export async function pointTags(
  context: Pick<FetchContext, "client" | "name" | "signal"> & { readonly repositoryId: RepositoryId },
  pointers: readonly Pointer[],
): Promise<void> {
  const problems = await indexManifests(context, [...new Set(pointers.map(({ digest }) => digest))]);
  const unproven = new Set(await unseenManifests(bulk, [...problems.keys()]));
  const { repositoryId } = context;
  await upsertTags(
    bulk,
    repositoryId,
    pointers.map(({ tag }) => tag),
  );
  await resolveTags(
    bulk,
    repositoryId,
    pointers.map(({ tag, digest, told }) => ({
      name: tag,
      digest: unproven.has(digest) ? null : digest,
      error: problems.get(digest) ?? null,
      told,
    })),
  );
}
