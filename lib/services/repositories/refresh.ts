import { z } from "zod";
import { AppError } from "#lib/errors.ts";
import { defineOperation } from "#lib/operations/index.ts";
import { type ReachedRegistry, reachRegistry, reachRepository, repositoryInput } from "./reach.ts";
import { refreshRegistryInBackground } from "./sync-registry.ts";
import { refreshInBackground } from "./sync-repository.ts";

function requireEnabled(registry: ReachedRegistry): void {
  if (!registry.disabled) return;
  throw new AppError("CONFLICT", "registry is disabled", {
    reason: "registry_disabled",
    params: { registry: registry.name },
  });
}

/** Asks the registry again where each tag of a repository points. Answers when the run has begun; rows come by live events. */
export const refreshRepository = defineOperation({
  id: "repository.refresh",
  permission: "registry:refresh",
  effect: "database",
  input: z.strictObject(repositoryInput),
  target: ({ registryId, repository }) => ({
    targetType: "repository",
    targetName: repository,
    registryId,
  }),
  run: async (_actor, { registryId, repository }) => {
    const reached = await reachRepository(registryId, repository);
    requireEnabled(reached.registry);
    return { started: refreshInBackground(reached.registry.id, reached, { force: true }) };
  },
});

/** Asks the registry again which repositories it has. Answers when the listing has begun. */
export const refreshRegistry = defineOperation({
  id: "registry.refresh",
  permission: "registry:refresh",
  effect: "database",
  input: z.strictObject({ registryId: z.string().max(64) }),
  target: ({ registryId }) => ({ targetType: "registry", targetId: registryId, registryId }),
  run: async (_actor, { registryId }, { audit }) => {
    const registry = await reachRegistry(registryId);
    audit.target({ targetName: registry.name });
    requireEnabled(registry);
    return { started: refreshRegistryInBackground(registry, { force: true }) };
  },
});
