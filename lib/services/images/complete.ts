import { z } from "zod";
import { listRepositories, listTags } from "#lib/catalog/index.ts";
import { bulk, db } from "#lib/db/index.ts";
import { AppError } from "#lib/errors.ts";
import { defineRead } from "#lib/operations/index.ts";
import { registryHost } from "#lib/registry/index.ts";
import {
  type ReachedRepository,
  reachRegistry,
  reachRepository,
  refreshInBackground,
  syncRepository,
} from "../repositories/index.ts";
import { isPullable } from "./source.ts";

const most = 12;

/** A registry as the pull dialog offers it. */
export interface PullChoice {
  readonly registryId: string;
  readonly name: string;
  /** The fixed prefix of the reference. */
  readonly host: string;
  /** The account whose password goes to the daemon; null: none. */
  readonly username: string | null;
  /** False under a path prefix: docker cannot name such a registry. */
  readonly pullable: boolean;
}

/** Enabled registries by name. */
export async function loadPullChoices(): Promise<readonly PullChoice[]> {
  const rows = await db().registry.findMany({
    where: { disabledAt: null },
    select: { id: true, name: true, endpoint: true, username: true },
    orderBy: { nameKey: "asc" },
  });
  return rows.map(({ id, name, endpoint, username }) => ({
    registryId: id,
    name,
    host: registryHost(endpoint),
    username,
    pullable: isPullable(endpoint),
  }));
}

export const listPullChoices = defineRead({
  id: "image.pullChoices",
  permission: "image:pull",
  input: z.strictObject({}),
  run: () => loadPullChoices(),
});

/** Repository names containing the text, those beginning with it first. From the index. */
export const completeRepository = defineRead({
  id: "image.completeRepository",
  permission: "registry:read",
  input: z.strictObject({ registryId: z.string().max(64), text: z.string().trim().max(255).default("") }),
  run: async (_actor, { registryId, text }): Promise<readonly string[]> => {
    const registry = await reachRegistry(registryId);
    const page = await listRepositories(bulk, {
      registryId: registry.id,
      ...(text ? { filter: text } : {}),
      sort: "name",
      direction: "asc",
      limit: most * 4,
    });
    const names = page.items.map(({ name }) => name);
    const begins = (name: string) => (name.startsWith(text) ? 0 : 1);
    return names.toSorted((a, b) => begins(a) - begins(b)).slice(0, most);
  },
});

export interface TagSuggestion {
  readonly name: string;
  readonly digest: string | null;
  /** "linux/arm64", as far as known. */
  readonly platforms: readonly string[];
}

/** Long enough for a first index of most repositories, short enough for somebody who is typing. */
const patienceMs = 4_000;

/** Brings the index up behind the answer; a repository that was never indexed is waited for, a little. */
async function freshen(reached: ReachedRepository, signal: AbortSignal): Promise<void> {
  if (reached.registry.disabled) return;
  const running = refreshInBackground(reached.registry.id, reached);
  if (!running || reached.indexedAt !== null) return;
  const waited = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]);
  const over = new Promise<void>((resolve) =>
    waited.addEventListener("abort", () => resolve(), { once: true }),
  );
  // Joins the run that has just begun; its failure is told on the repository's page.
  const run = syncRepository(reached.registry.id, reached.name).then(
    () => undefined,
    () => undefined,
  );
  await Promise.race([run, over]);
}

/** Tags containing the text, newest version first. From the index; a repository it does not know has no suggestions. */
export const completeTag = defineRead({
  id: "image.completeTag",
  permission: "registry:read",
  input: z.strictObject({
    registryId: z.string().max(64),
    repository: z.string().max(255),
    text: z.string().trim().max(128).default(""),
  }),
  run: async (_actor, { registryId, repository, text }, { signal }): Promise<readonly TagSuggestion[]> => {
    const reached = await reachRepository(registryId, repository).catch((error: unknown) => {
      if (error instanceof AppError && error.code === "NOT_FOUND") return null;
      throw error;
    });
    if (!reached) return [];
    await freshen(reached, signal);
    const page = await listTags(bulk, {
      repositoryId: reached.id,
      ...(text ? { filter: text } : {}),
      sort: "name",
      direction: "desc",
      limit: most * 2,
    });
    const suggestions = page.items.map(({ name, digest, platforms }) => ({
      name,
      digest,
      platforms: platforms.map(({ platform }) => platform),
    }));
    const exact = (name: string) => (name === text ? 0 : name.startsWith(text) ? 1 : 2);
    return suggestions.toSorted((a, b) => exact(a.name) - exact(b.name)).slice(0, most);
  },
});
