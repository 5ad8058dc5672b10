import { z } from "zod";
import { isProtectedByRole, listActorNames } from "../../audit/index.ts";
import { db } from "../../db/index.ts";
import { declaredOperations, defineRead } from "../../operations/index.ts";

export interface AuditChoices {
  readonly actors: readonly string[];
  /** Ids of operations, "registry.create" … */
  readonly actions: readonly string[];
  readonly registries: readonly { readonly id: string; readonly name: string }[];
  /** False: only a trigger keeps this server from changing the log; the page says so. */
  readonly protectedByRole: boolean;
}

/** What the log's filters offer, and how well the log is protected. Actions are those of the modules loaded: see lib/services/declared.ts. */
export const listAuditChoices = defineRead({
  id: "audit.choices",
  permission: "audit:read",
  input: z.strictObject({}),
  run: async (): Promise<AuditChoices> => {
    const [actors, registries, protectedByRole] = await Promise.all([
      listActorNames(500),
      db().registry.findMany({ orderBy: { nameKey: "asc" }, take: 500, select: { id: true, name: true } }),
      isProtectedByRole(),
    ]);
    const operations = declaredOperations().filter((one) => one.kind === "operation" && !one.quiet);
    return { actors, actions: operations.map(({ id }) => id), registries, protectedByRole };
  },
});
