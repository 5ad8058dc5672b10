import { z } from "zod";
import { pinRepository as pinRow, unpinRepository as unpinRow } from "#lib/catalog/index.ts";
import { notify } from "#lib/db/index.ts";
import { AppError } from "#lib/errors.ts";
import { defineOperation } from "#lib/operations/index.ts";
import { isRepositoryName } from "#lib/registry/index.ts";
import { reachRegistry } from "./reach.ts";

const input = z.strictObject({
  registryId: z.string().max(64),
  repository: z.string().trim().min(1).max(255),
});

function target({ registryId, repository }: z.output<typeof input>) {
  return { targetType: "repository", targetName: repository, registryId };
}

/** "nginx" is library/nginx on Docker Hub and nowhere else. */
function nameOn(host: string, typed: string): string {
  const name = host === "docker.io" && !typed.includes("/") ? `library/${typed}` : typed;
  if (isRepositoryName(name)) return name;
  throw new AppError("INVALID_INPUT", "not a repository name", {
    fields: { repository: "repository_invalid" },
  });
}

/**
 * Names a repository that the registry does not list (or that somebody wants at hand). Nothing is asked of the registry
 * here: opening the repository does, and says what came of it.
 */
export const pinRepository = defineOperation({
  id: "repository.pin",
  permission: "registry:refresh",
  effect: "database",
  input,
  target,
  run: async (_actor, { registryId, repository }, { tx, audit }) => {
    const registry = await reachRegistry(registryId);
    const name = nameOn(registry.host, repository);
    audit.target({ targetName: name });
    await pinRow(tx, registry.id, name);
    await notify(tx, { topic: "registry", id: registry.id, state: "pinned" });
    return { repository: name };
  },
});

/** Takes a pin off. What the registry lists stays in the list, the rest leaves it. */
export const unpinRepository = defineOperation({
  id: "repository.unpin",
  permission: "registry:refresh",
  effect: "database",
  input,
  target,
  run: async (_actor, { registryId, repository }, { tx }) => {
    const registry = await reachRegistry(registryId);
    if (!(await unpinRow(tx, registry.id, repository, registry.listed))) {
      throw new AppError("NOT_FOUND", "no such pinned repository");
    }
    await notify(tx, { topic: "registry", id: registry.id, state: "unpinned" });
    return { repository };
  },
});
