import { findRepository, recountRepository, upsertRepositories } from "#lib/catalog/index.ts";
import { bulk } from "#lib/db/index.ts";
import { AppError } from "#lib/errors.ts";
import type { RegistryClient, RepositoryName, Tag } from "#lib/registry/types.ts";
import { pointTags } from "./point-tags.ts";
import { tellIndex } from "./progress.ts";
import { refreshInBackground } from "./sync-repository.ts";
import { repositoryKey, syncState, withRunSignal } from "./sync-state.ts";

const limitMs = 60_000;

/**
 * Brings one tag that has just been pushed into the index, its repository too when it is new, and tells every open page. The
 * other tags stay as old as they are. Throws AppError: what the registry answered.
 */
export async function indexTag(
  client: RegistryClient,
  registryId: string,
  name: RepositoryName,
  tag: Tag,
): Promise<void> {
  await upsertRepositories(bulk, registryId, [name]);
  const repository = await findRepository(bulk, registryId, name);
  if (!repository) throw new AppError("NOT_FOUND", "the registry was removed");
  const look = () =>
    withRunSignal(registryId, limitMs, (signal) => resolve(client, repository.id, name, tag, signal));
  await look();
  const running = syncState().running.get(repositoryKey(registryId, name));
  if (running) {
    // It may have listed the tags before this one was there, and will take it for gone.
    await running.catch(() => undefined);
    await look();
  }
  await recountRepository(bulk, repository.id);
  await tellIndex({ registryId, repository: name, state: "done" });
  if (repository.indexedAt === null) refreshInBackground(registryId, repository, { force: true });
}

async function resolve(
  client: RegistryClient,
  repositoryId: bigint,
  name: RepositoryName,
  tag: Tag,
  signal: AbortSignal,
): Promise<void> {
  const { digest } = await client.headManifest(name, tag, { signal });
  await pointTags({ client, repositoryId, name, signal }, [{ tag, digest }]);
}
