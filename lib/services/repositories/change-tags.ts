import { markTagsGone, recountRepository, resolveTags, upsertTags } from "#lib/catalog/index.ts";
import { bulk } from "#lib/db/index.ts";
import { log } from "#lib/log.ts";
import { tellIndex } from "./progress.ts";
import type { ReachedRepository } from "./reach.ts";

/** What we ourselves have just done to a repository's tags at the registry. */
export interface ChangedTags {
  readonly gone?: readonly string[];
  /** Now on this digest, whose manifest the index holds. */
  readonly pointed?: { readonly tag: string; readonly digest: string };
}

/**
 * Brings a change of ours into the index without asking the registry. The change has happened: what cannot be written
 * now is left to the next index run and must not make it fail.
 */
export async function changeTags(repositoryId: bigint, { gone, pointed }: ChangedTags): Promise<void> {
  try {
    if (gone) await markTagsGone(bulk, repositoryId, { only: gone });
    if (!pointed) return;
    await upsertTags(bulk, repositoryId, [pointed.tag]);
    await resolveTags(bulk, repositoryId, [{ name: pointed.tag, digest: pointed.digest, error: null }]);
  } catch (error) {
    log().warn({ error, repositoryId: String(repositoryId) }, "changed tags not indexed");
  }
}

/** Adds up anew after changes of ours, and tells every open page. */
export async function settleTags({ id, registry, name }: ReachedRepository): Promise<void> {
  await recountRepository(bulk, id).catch((error: unknown) => {
    log().warn({ error, repositoryId: String(id) }, "repository not counted anew");
  });
  await tellIndex({ registryId: registry.id, repository: name, state: "done" });
}
