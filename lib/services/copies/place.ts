import { AppError } from "#lib/errors.ts";
import { createRegistryClient, type parseRepositoryName } from "#lib/registry/index.ts";
import type { RegistryClient } from "#lib/registry/types.ts";
import { openTarget } from "../registries/index.ts";
import { type ReachedRegistry, reachRegistry, reachRepository } from "../repositories/index.ts";
import type { CopyInput } from "./input.ts";

type RepositoryName = ReturnType<typeof parseRepositoryName>;

/** One side of a copy, as it may be told: never a secret. */
export interface Side {
  readonly registry: ReachedRegistry;
  readonly repository: RepositoryName;
  /** "host:5000/team/app" */
  readonly name: string;
}

function sideOf(registry: ReachedRegistry, repository: string): Side {
  if (registry.disabled) {
    throw new AppError("CONFLICT", "registry is disabled", {
      reason: "registry_disabled",
      params: { registry: registry.name },
    });
  }
  // Parsed by the input's schema, or a name of the index.
  return { registry, repository: repository as RepositoryName, name: `${registry.host}/${repository}` };
}

/** Both sides of an order, reached through the actor. Throws NOT_FOUND, CONFLICT/registry_disabled. */
export async function reachSides({
  registryId,
  repository,
  to,
}: Pick<CopyInput, "registryId" | "repository" | "to">): Promise<{ readonly from: Side; readonly to: Side }> {
  const source = await reachRepository(registryId, repository);
  const target = await reachRegistry(to.registryId);
  return { from: sideOf(source.registry, source.name), to: sideOf(target, to.repository) };
}

/** A client for a side, its credential opened. Throws NOT_FOUND, CONFLICT/registry_disabled, INTERNAL/secret_key_wrong. */
export async function clientOf({ registry }: Side): Promise<RegistryClient> {
  return createRegistryClient(await openTarget(registry.id));
}
