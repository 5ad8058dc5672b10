import { z } from "zod";
import {
  countRepositories,
  decodeCursor,
  type ListPage,
  listNamespace,
  listRepositories as listRows,
  type NamespaceNode,
  type RepositoryRow,
  repositorySorts,
} from "#lib/catalog/index.ts";
import { bulk } from "#lib/db/index.ts";
import { defineRead } from "#lib/operations/index.ts";
import { reachRegistry } from "./reach.ts";
import { refreshRegistryInBackground } from "./sync-registry.ts";

/** Folders with more children than this say that there are more; the list with its filter has them all. */
const TREE_LIMIT = 1000;

export interface RepositoryList extends ListPage<RepositoryRow> {
  /** A listing is under way: more may come. */
  readonly listing: boolean;
}

/** One page of a registry's repositories from the index; a stale index is re-checked behind the answer. */
export const listRepositories = defineRead({
  id: "repository.list",
  permission: "registry:read",
  input: z.strictObject({
    registryId: z.string().max(64),
    filter: z.string().trim().max(255).optional(),
    namespace: z.string().max(255).optional(),
    pinned: z.stringbool().optional(),
    sort: z.enum(repositorySorts).default("name"),
    direction: z.enum(["asc", "desc"]).default("asc"),
    cursor: z.string().max(2048).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(100),
  }),
  run: async (_actor, { registryId, cursor, ...query }): Promise<RepositoryList> => {
    const registry = await reachRegistry(registryId);
    const page = await listRows(bulk, {
      ...query,
      registryId: registry.id,
      ...(cursor ? { cursor: decodeCursor(cursor) } : {}),
    });
    return { ...page, listing: refreshRegistryInBackground(registry) };
  },
});

export interface NamespaceList {
  readonly path: string;
  readonly nodes: readonly NamespaceNode[];
  /** The folder holds more than shown. */
  readonly truncated: boolean;
}

/** The children of one folder of the namespace tree. */
export const listTree = defineRead({
  id: "repository.tree",
  permission: "registry:read",
  input: z.strictObject({
    registryId: z.string().max(64),
    path: z.string().max(255).default(""),
    filter: z.string().trim().max(255).optional(),
  }),
  run: async (_actor, { registryId, path, filter }): Promise<NamespaceList> => {
    const registry = await reachRegistry(registryId);
    const nodes = await listNamespace(bulk, registry.id, path, TREE_LIMIT + 1, filter);
    return { path, nodes: nodes.slice(0, TREE_LIMIT), truncated: nodes.length > TREE_LIMIT };
  },
});

export interface RepositoryCounts {
  readonly all: number;
  readonly pinned: number;
}

/** Repositories of a registry, and how many of them are pinned; capped like every count. */
export async function countRegistryRepositories(registryId: string): Promise<RepositoryCounts> {
  const [all, pinned] = await Promise.all([
    countRepositories(bulk, { registryId }),
    countRepositories(bulk, { registryId, pinned: true }),
  ]);
  return { all, pinned };
}
