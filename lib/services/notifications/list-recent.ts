import { z } from "zod";
import { listRecentChanges, listRecentPulls } from "#lib/catalog/index.ts";
import { bulk } from "#lib/db/index.ts";
import { defineRead } from "#lib/operations/index.ts";

const limit = z.number().int().min(1).max(50).default(10);

/** What changed last in all registries, as they told it or as re-checks found it, and what was pulled last. */
export const listRecent = defineRead({
  id: "activity.recent",
  permission: "registry:read",
  input: z.strictObject({ changes: limit, pulls: limit }),
  run: async (_actor, limits) => {
    const [changes, pulls] = await Promise.all([
      listRecentChanges(bulk, limits.changes),
      listRecentPulls(bulk, limits.pulls),
    ]);
    return { changes, pulls };
  },
});
