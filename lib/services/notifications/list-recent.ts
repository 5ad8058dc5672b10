import { z } from "zod";
import { listRecentChanges } from "#lib/catalog/index.ts";
import { bulk } from "#lib/db/index.ts";
import { defineRead } from "#lib/operations/index.ts";

/** What happened last in all registries, as they told it or as re-checks found it. */
export const listRecent = defineRead({
  id: "activity.recent",
  permission: "registry:read",
  input: z.strictObject({ limit: z.number().int().min(1).max(50).default(10) }),
  run: (_actor, { limit }) => listRecentChanges(bulk, limit),
});
