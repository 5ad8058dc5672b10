import { z } from "zod";
import { AppError } from "#lib/errors.ts";
import { defineOperation } from "#lib/operations/index.ts";
import { type ReachedRegistry, reachRepository, repositoryInput } from "./reach.ts";
import { refreshInBackground } from "./sync-repository.ts";

/** Throws CONFLICT: no request goes to a disabled registry. */
export function requireEnabled(registry: ReachedRegistry): void {
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
