import pLimit from "p-limit";
import {
  findRepository,
  keepTagFacts,
  markTagsGone,
  type NamedMove,
  nameMoves,
  recountRepository,
  type ToldTag,
  upsertRepositories,
} from "#lib/catalog/index.ts";
import { bulk } from "#lib/db/index.ts";
import { log } from "#lib/log.ts";
import { createRegistryClient, isDigest, parseRepositoryName } from "#lib/registry/index.ts";
import type { RepositoryName, Tag } from "#lib/registry/types.ts";
import { openTarget } from "../registries/index.ts";
import { indexManifests } from "./index-manifests.ts";
import { type Pointer, pointTags } from "./point-tags.ts";
import { tellIndex } from "./progress.ts";
import { endsRun, isAbsent } from "./run-errors.ts";
import { refreshInBackground } from "./sync-repository.ts";
import { repositoryKey, singleFlight, syncState, withRunSignal } from "./sync-state.ts";

/** What comes within this is looked at together, and so is what comes while that lasts; longer where much comes. */
const GATHER_MS = 150;
const GATHER_MORE_MS = 500;
const LIMIT_MS = 60_000;
const REQUESTS = 8;

/** A registry's word that something happened to a tag, or that a manifest was pushed without one. */
export interface ToldChange {
  readonly tag: Tag | null;
  readonly deleted: boolean;
  /** What it was said to point at afterwards; null: nowhere any more, or not said. */
  readonly digest: string | null;
  readonly actor: string | null;
  readonly at: Date;
}

type OfTag = ToldChange & { readonly tag: Tag };

// Module singletons exist once per bundle: the process's one lives on globalThis.
const holder = globalThis as typeof globalThis & { longshoreTold?: Map<string, ToldChange[]> };

/**
 * Has the index look at these tags within a moment: a hundred changes told in one go are one run. What is told is never
 * believed: where each tag points, the registry is asked, and only who did it is taken over where that agrees. Returns at
 * once; what goes wrong is in the log, and the next re-check reconciles.
 */
export function lookAtTold(registryId: string, name: RepositoryName, changes: readonly ToldChange[]): void {
  holder.longshoreTold ??= new Map();
  const waiting = holder.longshoreTold;
  const key = `told ${repositoryKey(registryId, name)}`;
  const gathering = waiting.get(key);
  if (gathering) {
    gathering.push(...changes);
    return;
  }
  waiting.set(key, [...changes]);
  const look = async () => {
    // One run at a time: what is told meanwhile waits here for the next.
    await syncState()
      .running.get(key)
      ?.catch(() => undefined);
    const told = waiting.get(key) ?? [];
    waiting.delete(key);
    await singleFlight(key, "interactive", () => lookNow(registryId, name, told));
  };
  const gather = syncState().attempts.has(key) ? GATHER_MORE_MS : GATHER_MS;
  setTimeout(() => {
    look().catch((error: unknown) => {
      log().warn({ error, registryId, repository: name }, "tags told of were not looked at");
    });
  }, gather).unref();
}

async function lookNow(registryId: string, text: string, changes: readonly ToldChange[]): Promise<void> {
  const name = parseRepositoryName(text);
  const client = createRegistryClient(await openTarget(registryId));
  const told = changes.filter(ofTag);
  // What is pushed by its digest alone may be a signature, or a platform of an image to come.
  const untagged = changes.flatMap(({ tag, digest }) =>
    tag === null && digest && isDigest(digest) ? [digest] : [],
  );
  const byTag = Map.groupBy(told, ({ tag }) => tag);
  const limit = pLimit(REQUESTS);

  const look = () =>
    withRunSignal(registryId, LIMIT_MS, async (signal) => {
      const pointers: Pointer[] = [];
      const gone: Tag[] = [];
      const ask = async (tag: Tag, changes: readonly OfTag[]) => {
        try {
          const { digest } = await client.headManifest(name, tag, { signal });
          const actor = changes.findLast((change) => change.digest === digest)?.actor ?? null;
          pointers.push({ tag, digest, told: { actor } });
        } catch (error) {
          if (isAbsent(error)) gone.push(tag);
          // Anything else about one tag: it stays as it is until the whole repository is asked again.
          else if (endsRun(error)) throw error;
        }
      };
      await Promise.all([...byTag].map(([tag, changes]) => limit(() => ask(tag, changes))));
      // A name the registry does not know is nowhere written down.
      if (pointers.length > 0) await upsertRepositories(bulk, registryId, [name]);
      const repository = await findRepository(bulk, registryId, name);
      if (!repository) return null;
      const context = { client, repositoryId: repository.id, name, signal };
      if (pointers.length > 0) {
        await pointTags(context, pointers);
        await nameMoves(bulk, repository.id, pointers.flatMap(named));
        await keepTagFacts(bulk, repository.id, told.flatMap(pushOf));
      }
      if (untagged.length > 0) await indexManifests(context, untagged);
      const deleted = new Map(
        gone.map((tag) => [
          tag,
          { actor: byTag.get(tag)?.findLast(({ deleted }) => deleted)?.actor ?? null },
        ]),
      );
      if (gone.length > 0) await markTagsGone(bulk, repository.id, { only: gone }, deleted);
      return repository;
    });

  let repository = await look();
  const running = syncState().running.get(repositoryKey(registryId, name));
  if (running) {
    // It may have listed the tags before this change, and will undo it.
    await running.catch(() => undefined);
    repository = await look();
  }
  if (!repository) return;
  // Open pages have the rows at once; adding up what fifty thousand tags hold takes a second or two.
  await tellIndex({ registryId, repository: name, state: "indexing" });
  await recountRepository(bulk, repository.id);
  await tellIndex({ registryId, repository: name, state: "done" });
  if (repository.indexedAt === null) refreshInBackground(registryId, repository, { force: true });
}

const ofTag = (change: ToldChange): change is OfTag => change.tag !== null;

/** When a tag was pushed; it counts where the tag points to what was told. */
function pushOf({ tag, digest, at }: OfTag): ToldTag[] {
  return digest ? [{ tag, digest, pushedAt: at.toISOString() }] : [];
}

function named({ tag, digest, told }: Pointer): NamedMove[] {
  return told?.actor ? [{ tag, digest, actor: told.actor }] : [];
}
