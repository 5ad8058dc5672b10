import { z } from "zod";
import { listActorNames } from "../../audit/index.ts";
import { db } from "../../db/index.ts";
import { declaredOperations, defineRead } from "../../operations/index.ts";

export interface AuditChoices {
  readonly actors: readonly string[];
  /** Ids of operations, "registry.create" … */
  readonly actions: readonly string[];
  readonly registries: readonly { readonly id: string; readonly name: string }[];
}

/** What the log's filters offer. Actions are those of the modules loaded: see lib/services/declared.ts. */
export const listAuditChoices = defineRead({
  id: "audit.choices",
  permission: "audit:read",
  input: z.strictObject({}),
  run: async (): Promise<AuditChoices> => {
    const [actors, registries] = await Promise.all([
      listActorNames(500),
      db().registry.findMany({ orderBy: { nameKey: "asc" }, take: 500, select: { id: true, name: true } }),
    ]);
    const operations = declaredOperations().filter((one) => one.kind === "operation" && !one.quiet);
    return { actors, actions: operations.map(({ id }) => id), registries };
  },
});
