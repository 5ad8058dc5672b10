import { z } from "zod";
import { defineOperation } from "#lib/operations/index.ts";
import { reachRegistry, requireEnabled } from "../repositories/index.ts";
import { orderRun } from "./order-run.ts";

/** Reads a whole registry anew: its list, then every repository. Answers with the job that does it. */
export const refreshRegistry = defineOperation({
  id: "registry.refresh",
  permission: "registry:refresh",
  effect: "job",
  input: z.strictObject({ registryId: z.string().max(64) }),
  target: ({ registryId }) => ({ targetType: "registry", targetId: registryId, registryId }),
  run: async (actor, { registryId }, { tx, operationId, audit }) => {
    const registry = await reachRegistry(registryId);
    audit.target({ targetName: registry.name });
    requireEnabled(registry);
    return { jobId: await orderRun(tx, { registryId: registry.id, operationId, startedBy: actor }) };
  },
});
