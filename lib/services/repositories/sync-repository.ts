import { findRepository, markIndexFailed, markRepositoryGone } from "#lib/catalog/index.ts";
import { bulk } from "#lib/db/index.ts";
import { AppError, type ErrorDto } from "#lib/errors.ts";
import { log } from "#lib/log.ts";
import { createRegistryClient, type Patience, parseRepositoryName } from "#lib/registry/index.ts";
import type { RegistryClient, RequestOptions } from "#lib/registry/types.ts";
import { keepNotices, openTarget } from "../registries/index.ts";
import { type IndexProgress, type IndexResult, indexTags } from "./index-tags.ts";
import { findBlame, noteAnswer, noteBlame } from "./note-health.ts";
import { tellIndex, throttledProgress } from "./progress.ts";
import { recheckReferrers } from "./read-referrers.ts";
import { type Priority, repositoryKey, singleFlight, syncState, withRunSignal } from "./sync-state.ts";

const RUN_LIMIT_MS = 15 * 60_000;

/** What stands on a repository whose list of tags had to be cut off. */
const endless: ErrorDto = { code: "REGISTRY_REJECTED", reason: "endless_listing" };

export type SyncOutcome =
  | ({ readonly state: "done" } & IndexResult)
  /** Another instance is at it; its events reach everybody. */
  | { readonly state: "elsewhere" };

export interface SyncOptions {
  readonly priority?: Priority;
  /** Ends the run for whoever joined it, too; the next view may start another at once. */
  readonly signal?: AbortSignal;
  readonly turn?: RequestOptions["turn"];
  /** Milliseconds it may take. */
  readonly longest?: number;
  /** With one request; for tests. */
  readonly patience?: Patience | undefined;
  readonly onProgress?: (progress: IndexProgress) => void;
}

/**
 * Brings one repository's tags into the index. Asked for twice, it runs once: in this process by joining the run under
 * way, among instances by an advisory lock. Throws AppError: NOT_FOUND when the repository is not in the index, what
 * the registry answered otherwise (kept on the row too, so that pages can say why they are old).
 */
export function syncRepository(
  registryId: string,
  name: string,
  options: SyncOptions = {},
): Promise<SyncOutcome> {
  return singleFlight(repositoryKey(registryId, name), options.priority ?? "interactive", async () => {
    const repository = await findRepository(bulk, registryId, name);
    if (!repository) throw new AppError("NOT_FOUND", "repository not in the index");
    const outcome = await bulk.withLock(`longshore:index:${repository.id}`, () =>
      runLocked(registryId, name, repository.id, options),
    );
    return outcome ?? { state: "elsewhere" };
  });
}

async function runLocked(
  registryId: string,
  name: string,
  repositoryId: bigint,
  options: SyncOptions,
): Promise<SyncOutcome> {
  const started = performance.now();
  await tellIndex({ registryId, repository: name, state: "indexing" });
  let client: RegistryClient | undefined;
  try {
    const asked = createRegistryClient(await openTarget(registryId), options.patience);
    client = asked;
    const tell = throttledProgress(registryId, name);
    const result = await withRunSignal(
      registryId,
      options.longest ?? RUN_LIMIT_MS,
      async (signal) => {
        const { priority = "interactive", turn } = options;
        const asking = { client: asked, signal, priority, turn };
        const indexed = await indexTags(
          { ...asking, db: bulk, repositoryId, name: parseRepositoryName(name) },
          (progress) => {
            tell(progress);
            options.onProgress?.(progress);
          },
        );
        await recheckReferrers({ ...asking, registryId }, { repositoryId, repository: name });
        return indexed;
      },
      options.signal,
    );
    if (result.truncated) await markIndexFailed(bulk, repositoryId, endless);
    await noteAnswer(registryId, "repository");
    // How soon it is asked again is for its row to say; only what failed waits out its minute.
    syncState().attempts.delete(repositoryKey(registryId, name));
    await tellIndex({ registryId, repository: name, state: "done", done: result.tags, total: result.tags });
    log().info(
      { registryId, repository: name, ...result, ms: Math.round(performance.now() - started) },
      "repository indexed",
    );
    return { state: "done", ...result };
  } catch (error) {
    log().warn({ registryId, repository: name, error }, "repository not indexed");
    if (options.signal?.aborted) syncState().attempts.delete(repositoryKey(registryId, name));
    const absent = error instanceof AppError && error.reason === "name_unknown";
    const blame = await findBlame(registryId, error, options.patience);
    if (absent) await markRepositoryGone(bulk, repositoryId, blame.error);
    // A registry removed or disabled under the run is no failing of the repository.
    else if (blame.error.code !== "CANCELLED") await markIndexFailed(bulk, repositoryId, blame.error);
    await noteBlame(registryId, blame);
    await tellIndex({ registryId, repository: name, state: "failed" });
    throw error;
  } finally {
    if (client) await keepNotices(registryId, client);
  }
}

/**
 * Starts a run in the background when what the index has is missing or stale (`ReachedRepository`), unless one failed
 * within the last minute. Returns at once whether a run is under way.
 */
export function refreshInBackground(
  registryId: string,
  repository: { readonly name: string; readonly stale: boolean },
  options: SyncOptions & { readonly force?: boolean } = {},
): boolean {
  const key = repositoryKey(registryId, repository.name);
  const { running, attempts } = syncState();
  if (running.has(key)) return true;
  if (!options.force && (!repository.stale || attempts.has(key))) return false;
  // Its failure is on the row and in the log already.
  syncRepository(registryId, repository.name, options).catch(() => undefined);
  return true;
}
