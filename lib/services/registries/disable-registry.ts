import { z } from "zod";
import { databaseNow, notify } from "#lib/db/index.ts";
import { defineOperation } from "#lib/operations/index.ts";
import { auditTarget } from "./audit-view.ts";
import { registryId } from "./fields.ts";
import { lockRegistry } from "./stored-registry.ts";

function defineSwitch(id: "registry.disable" | "registry.enable", disabled: boolean) {
  return defineOperation({
    id,
    permission: "registry:manage",
    effect: "database",
    input: z.strictObject({ registryId }),
    target: ({ registryId: target }) => auditTarget(target),
    revalidate: ({ registryId: target }) => ["/", "/registries", `/registries/${target}/-/settings`],
    run: async (_actor, input, { tx, audit }) => {
      const before = await lockRegistry(tx, input.registryId);
      audit.target(auditTarget(before.id, before.name));
      audit.before({ disabled: before.disabledAt !== null });
      audit.after({ disabled });
      await tx.registry.update({
        where: { id: before.id },
        // Disabling twice keeps the first time.
        data: { disabledAt: disabled ? (before.disabledAt ?? (await databaseNow(tx))) : null },
        select: { id: true },
      });
      // Whoever talks to it just now hears this, in every instance, and stops.
      await notify(tx, { topic: "registry", id: before.id, disabled });
      return { registryId: before.id };
    },
  });
}

/** No request goes to a disabled registry; what the index knows of it stays readable. */
export const disableRegistry = defineSwitch("registry.disable", true);
export const enableRegistry = defineSwitch("registry.enable", false);
