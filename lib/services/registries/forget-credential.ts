import { z } from "zod";
import { notify } from "#lib/db/index.ts";
import { defineOperation } from "#lib/operations/index.ts";
import { auditTarget } from "./audit-view.ts";
import { registryId } from "./fields.ts";
import { lockRegistry } from "./stored-registry.ts";

/** Deletes user name and secret; the registry stays connected and is read anonymously from now on. */
export const forgetCredential = defineOperation({
  id: "registry.forgetCredential",
  permission: "registry:manage",
  effect: "database",
  input: z.strictObject({ registryId }),
  target: ({ registryId: id }) => auditTarget(id),
  revalidate: ({ registryId: id }) => ["/registries", `/registries/${id}/-/settings`],
  run: async (_actor, input, { tx, audit }) => {
    const before = await lockRegistry(tx, input.registryId);
    audit.target(auditTarget(before.id, before.name));
    audit.before({ username: before.username, password: before.hasSecret });
    audit.after({ username: null, password: false });
    await tx.registry.update({
      where: { id: before.id },
      data: { username: null, sealedSecret: null, secretChangedAt: null, tokenHosts: [] },
      select: { id: true },
    });
    await notify(tx, { topic: "registry", id: before.id });
    return { registryId: before.id };
  },
});
