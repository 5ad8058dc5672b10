import { z } from "zod";
import { notify } from "#lib/db/index.ts";
import { AppError } from "#lib/errors.ts";
import { requestResume } from "#lib/jobs/index.ts";
import { defineOperation } from "#lib/operations/index.ts";
import { auditTarget, auditView } from "./audit-view.ts";
import { registryId } from "./fields.ts";
import { lockRegistry } from "./stored-registry.ts";

/** Forgets a registry with its credential and index. Nothing is deleted in the registry itself. */
export const removeRegistry = defineOperation({
  id: "registry.remove",
  permission: "registry:manage",
  effect: "database",
  // The name typed by whoever confirms: checked here too, so that no stray call removes a registry by id alone.
  input: z.strictObject({ registryId, confirmName: z.string().max(200) }),
  target: ({ registryId: id }) => auditTarget(id),
  revalidate: ["/", "/registries"],
  run: async (actor, input, { tx, audit }) => {
    const before = await lockRegistry(tx, input.registryId);
    audit.target(auditTarget(before.id, before.name));
    if (input.confirmName.trim() !== before.name) {
      throw new AppError("INVALID_INPUT", "typed name differs", { fields: { confirmName: "name_mismatch" } });
    }
    const repositories = await tx.repository.count({ where: { registryId: before.id } });
    audit.before({ ...auditView(before, before.hasSecret), repositories });
    const { indexJobId } = await tx.registry.delete({
      where: { id: before.id },
      select: { indexJobId: true },
    });
    // A paused run would wait for ever; let go on, it finds that there is nothing left to read, and ends.
    if (indexJobId) await requestResume(tx, indexJobId, actor.username);
    await notify(tx, { topic: "registry", id: before.id, removed: true });
    return { registryId: before.id };
  },
});
