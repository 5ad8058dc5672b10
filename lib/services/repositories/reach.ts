import { z } from "zod";
import { findRepository } from "#lib/catalog/index.ts";
import { bulk, db } from "#lib/db/index.ts";
import { AppError, type ErrorDto } from "#lib/errors.ts";
import { isRepositoryName, registryHost } from "#lib/registry/index.ts";

/** Names by which inputs say which repository. Shapes are checked in `reach*`, where wrong and absent are the same. */
export const repositoryInput = { registryId: z.string().max(64), repository: z.string().min(1).max(255) };

/** The registry as pages of its repositories need it. */
export interface ReachedRegistry {
  readonly id: string;
  readonly name: string;
  /** As references are written: "docker.io", "host:5000". */
  readonly host: string;
  readonly disabled: boolean;
  readonly repositoriesIndexedAt: string | null;
}

export interface ReachedRepository {
  readonly registry: ReachedRegistry;
  /** Never leaves the server. */
  readonly id: bigint;
  readonly name: string;
  readonly indexedAt: string | null;
  /** Why the last index run did not end well. */
  readonly indexError: ErrorDto | null;
}

/** The one place where a registry is reached through an actor; today every role reads every registry. Throws NOT_FOUND. */
export async function reachRegistry(registryId: string): Promise<ReachedRegistry> {
  const id = z.uuid().safeParse(registryId).data;
  const row = id
    ? await db().registry.findUnique({
        where: { id },
        select: { id: true, name: true, endpoint: true, disabledAt: true, repositoriesIndexedAt: true },
      })
    : null;
  if (!row) throw new AppError("NOT_FOUND", "no such registry");
  return {
    id: row.id,
    name: row.name,
    host: registryHost(row.endpoint),
    disabled: row.disabledAt !== null,
    repositoriesIndexedAt: row.repositoriesIndexedAt?.toISOString() ?? null,
  };
}

/** A repository of the index, through its registry. Throws NOT_FOUND for what is absent, gone or no name at all. */
export async function reachRepository(registryId: string, name: string): Promise<ReachedRepository> {
  const registry = await reachRegistry(registryId);
  const row = isRepositoryName(name) ? await findRepository(bulk, registry.id, name) : null;
  if (!row || row.goneAt) throw new AppError("NOT_FOUND", "no such repository");
  const { id, indexedAt, indexError } = row;
  return { registry, id, name: row.name, indexedAt: indexedAt?.toISOString() ?? null, indexError };
}
