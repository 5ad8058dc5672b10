import { z } from "zod";
import { db } from "#lib/db/index.ts";
import { AppError } from "#lib/errors.ts";
import { isRepositoryName, parseReference, registryHost } from "#lib/registry/index.ts";

/** Where an image comes from, as the daemon will be told: never a secret. */
export interface PullSource {
  /** "host:5000/team/app" */
  readonly repository: string;
  /** "host:5000" */
  readonly host: string;
  readonly registry: { readonly id: string; readonly name: string } | null;
  /** The account whose password goes along; null: none. */
  readonly username: string | null;
}

const invalidRepository = () =>
  new AppError("INVALID_INPUT", "repository not understood", {
    fields: { repository: "repository_invalid" },
  });

/** Whether the daemon can be pointed at an endpoint: its references know a host and a port, no path. */
export const isPullable = (endpoint: string): boolean => new URL(endpoint).pathname === "/";

/** An address typed by hand, as docker reads it ("nginx" is docker.io/library/nginx). No credential, ever. */
function typedSource(text: string): PullSource {
  const { domain, repository, tag, digest } = parseReference(text);
  if (tag !== undefined || digest !== undefined) throw invalidRepository();
  return { repository: `${domain}/${repository}`, host: domain, registry: null, username: null };
}

/**
 * What an order's registry and repository mean. Throws NOT_FOUND, CONFLICT/registry_disabled, UNSUPPORTED for a registry
 * under a path, INVALID_INPUT for no name.
 */
export async function findSource(registryId: string | null, repository: string): Promise<PullSource> {
  if (registryId === null) return typedSource(repository);
  const id = z.uuid().safeParse(registryId).data;
  const registry = id
    ? await db().registry.findUnique({
        where: { id },
        select: { id: true, name: true, endpoint: true, username: true, disabledAt: true },
      })
    : null;
  if (!registry) throw new AppError("NOT_FOUND", "no such registry");
  if (registry.disabledAt) {
    throw new AppError("CONFLICT", "registry is disabled", {
      reason: "registry_disabled",
      params: { registry: registry.name },
    });
  }
  if (!isPullable(registry.endpoint)) throw new AppError("UNSUPPORTED", "registry under a path prefix");
  const host = registryHost(registry.endpoint);
  const name = host === "docker.io" && !repository.includes("/") ? `library/${repository}` : repository;
  if (!isRepositoryName(name)) throw invalidRepository();
  return {
    repository: `${host}/${name}`,
    host,
    registry: { id: registry.id, name: registry.name },
    username: registry.username,
  };
}
