import { z } from "zod";
import { noHits, type SearchHits, search } from "#lib/catalog/index.ts";
import { bulk } from "#lib/db/index.ts";
import { defineRead } from "#lib/operations/index.ts";
import { reachRegistry } from "./reach.ts";

/** What the index knows a text by: at most eight of each kind for the command palette, more for the search's own page. */
export const searchCatalog = defineRead({
  id: "catalog.search",
  permission: "registry:read",
  input: z.strictObject({
    q: z.string().trim().max(255).default(""),
    registryId: z.string().max(64).optional(),
    platform: z.string().max(100).optional(),
    limit: z.coerce.number().int().min(1).max(50).default(8),
  }),
  run: async (_actor, { q, registryId, platform, limit }): Promise<SearchHits> => {
    const registry = registryId === undefined ? null : await reachRegistry(registryId);
    if (q === "") return noHits;
    return search(bulk, q, limit, {
      ...(registry ? { registryId: registry.id } : {}),
      ...(platform === undefined ? {} : { platform }),
    });
  },
});
