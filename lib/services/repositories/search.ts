import { z } from "zod";
import { type SearchHits, search } from "#lib/catalog/index.ts";
import { bulk } from "#lib/db/index.ts";
import { defineRead } from "#lib/operations/index.ts";

const HITS = 8;

/** What the command palette finds: registries, repositories and tags, at most eight of each. */
export const searchCatalog = defineRead({
  id: "catalog.search",
  permission: "registry:read",
  input: z.strictObject({ q: z.string().trim().max(255).default("") }),
  run: async (_actor, { q }): Promise<SearchHits> =>
    q === "" ? { registries: [], repositories: [], tags: [] } : search(bulk, q, HITS),
});
