import { markRegistryIndexed, markRepositoriesGone, upsertRepositories } from "#lib/catalog/index.ts";
import { bulk, notify } from "#lib/db/index.ts";
import { log } from "#lib/log.ts";
import { createRegistryClient } from "#lib/registry/index.ts";
import type { RegistryClient } from "#lib/registry/types.ts";
import { keepNotices, openTarget } from "../registries/index.ts";
import { noteAnswer, noteUnlisted } from "./note-health.ts";
import { isOfRegistry, passingCodes } from "./run-errors.ts";
import { isSelected, type Selection } from "./selection.ts";
import { type SyncOptions, syncRepository } from "./sync-repository.ts";
import { registryKey, singleFlight, syncState, withRunSignal } from "./sync-state.ts";

const LISTING_LIMIT_MS = 5 * 60_000;
/** After a listing nobody ordered, so many repositories never looked into are indexed at once; the rest by the next run. */
const FILL_LIMIT = 50;

export type RegistrySyncOutcome =
  | {
      readonly state: "done";
      readonly repositories: number;
      readonly gone: number;
      readonly truncated: boolean;
    }
  | { readonly state: "elsewhere" };

/**
 * Brings a registry's list of repositories into the index. Whatever a complete listing does not name any more is marked
 * gone, pinned ones excepted; a truncated listing marks nothing. Runs once however often it is asked for. Throws what
 * the registry answered.
 */
export function syncRegistry(
  registryId: string,
  options: Pick<SyncOptions, "priority" | "signal" | "turn"> = {},
): Promise<RegistrySyncOutcome> {
  return singleFlight(registryKey(registryId), "interactive", async () => {
    const outcome = await bulk.withLock(`longshore:list:${registryId}`, () => list(registryId, options));
    return outcome ?? { state: "elsewhere" };
  });
}

async function list(
  registryId: string,
  { priority, turn, signal: asker }: Pick<SyncOptions, "priority" | "signal" | "turn">,
): Promise<RegistrySyncOutcome> {
  await notify(bulk, { topic: "registry", id: registryId, state: "listing" });
  let client: RegistryClient | undefined;
  try {
    const asked = createRegistryClient(await openTarget(registryId));
    client = asked;
    const names: string[] = [];
    let truncated = false;
    const read = async (signal: AbortSignal) => {
      for await (const page of asked.listRepositories({ signal, turn, ...(priority ? { priority } : {}) })) {
        await upsertRepositories(bulk, registryId, page.names);
        names.push(...page.names);
        truncated ||= page.truncated;
      }
    };
    await withRunSignal(registryId, LISTING_LIMIT_MS, read, asker);
    const gone = truncated ? 0 : await markRepositoriesGone(bulk, registryId, names);
    await markRegistryIndexed(bulk, registryId, truncated);
    await noteAnswer(registryId, "listing");
    log().info({ registryId, repositories: names.length, gone, truncated }, "registry listed");
    return { state: "done", repositories: names.length, gone, truncated };
  } catch (error) {
    log().warn({ registryId, error }, "registry not listed");
    await noteUnlisted(registryId, error);
    throw error;
  } finally {
    if (client) await keepNotices(registryId, client);
    await notify(bulk, { topic: "registry", id: registryId, state: "listed" });
  }
}

/** What the next index run of a registry would read; null while one is under way or paused, which nobody may anticipate. */
async function selectionOf(registryId: string): Promise<Selection | null> {
  const [row] = await bulk.query<Selection>(
    `SELECT "indexInclude" AS include, "indexExclude" AS exclude FROM "Registry" r WHERE "id" = $1::uuid
       AND NOT EXISTS (SELECT 1 FROM "Job" j WHERE j."id" = r."indexJobId" AND j."state" IN ('queued', 'running', 'paused'))`,
    [registryId],
  );
  return row ?? null;
}

/**
 * Indexes repositories nobody has looked into yet, then those whose last run the registry itself ended, after everything
 * a person waits for. Ends when the registry fails twice in a row: the rest would only collect the same error, while one
 * failure may be one repository's own.
 */
export async function fillRegistry(registryId: string): Promise<void> {
  const selection = await selectionOf(registryId);
  if (!selection) return;
  const rows = await bulk.query<{ name: string }>(
    `SELECT "name" FROM "Repository" WHERE "registryId" = $1::uuid AND "goneAt" IS NULL
       AND (("indexedAt" IS NULL AND "indexError" IS NULL) OR "indexError" ->> 'code' = ANY($2::text[]))
       ORDER BY "indexError" IS NOT NULL, "name" COLLATE "C"`,
    [registryId, passingCodes],
  );
  let failures = 0;
  for (const { name } of rows.filter((row) => isSelected(row.name, selection)).slice(0, FILL_LIMIT)) {
    try {
      await syncRepository(registryId, name, { priority: "background" });
      failures = 0;
    } catch (error) {
      failures = isOfRegistry(error) ? failures + 1 : 0;
      if (failures === 2) return;
    }
  }
}

/**
 * Starts a listing in the background when the last one is missing or older than five minutes, unless one was tried
 * within the last minute; then looks into some of what is new. Returns at once whether one is under way.
 */
export function refreshRegistryInBackground(
  registry: {
    readonly id: string;
    readonly stale: boolean;
    readonly disabled: boolean;
  },
  options: { readonly force?: boolean } = {},
): boolean {
  const key = registryKey(registry.id);
  const { running, attempts } = syncState();
  if (running.has(key)) return true;
  if (registry.disabled) return false;
  if (!options.force && (!registry.stale || attempts.has(key))) return false;
  // Failures are on the rows and in the log already.
  syncRegistry(registry.id)
    .then(() => fillRegistry(registry.id))
    .catch(() => undefined);
  return true;
}
