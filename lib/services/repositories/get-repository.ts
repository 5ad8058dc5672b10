import { z } from "zod";
import {
  countPlatforms,
  findRepositoryRow,
  knownTagFacts,
  markViewed,
  type PlatformCount,
  type RepositoryFacts,
} from "#lib/catalog/index.ts";
import { bulk } from "#lib/db/index.ts";
import { AppError } from "#lib/errors.ts";
import { log } from "#lib/log.ts";
import { defineRead } from "#lib/operations/index.ts";
import { type ReachedRegistry, reachRepository, repositoryInput } from "./reach.ts";
import { refreshInBackground } from "./sync-repository.ts";

export interface RepositoryView extends RepositoryFacts {
  readonly registry: ReachedRegistry;
  /** The filter's choices. */
  readonly platforms: readonly PlatformCount[];
  /** What the registry has told of its tags. */
  readonly told: { readonly pushed: boolean; readonly pulled: boolean };
  /** An index run is under way. */
  readonly indexing: boolean;
}

/** One repository's header from the index; a stale index is re-checked behind the answer. */
export const getRepository = defineRead({
  id: "repository.get",
  permission: "registry:read",
  input: z.strictObject(repositoryInput),
  run: async (_actor, input): Promise<RepositoryView> => {
    const reached = await reachRepository(input.registryId, input.repository);
    const [row, told] = await Promise.all([
      findRepositoryRow(bulk, reached.registry.id, reached.name),
      knownTagFacts(bulk, reached.id),
    ]);
    if (!row) throw new AppError("NOT_FOUND", "no such repository");
    const platforms = row.platforms ?? (await countPlatforms(bulk, reached.id));
    // What people open is what a run reads first. Nobody waits for this to be written.
    markViewed(bulk, reached.id).catch((error: unknown) => log().debug({ error }, "view not noted"));
    const indexing = !reached.registry.disabled && refreshInBackground(reached.registry.id, reached);
    return { ...row, registry: reached.registry, platforms, told, indexing };
  },
});
