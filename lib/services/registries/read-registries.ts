import { z } from "zod";
import { db } from "#lib/db/index.ts";
import { AppError } from "#lib/errors.ts";
import { defineRead } from "#lib/operations/index.ts";
import { detailSelect, summarySelect, toDetail, toSummary } from "./to-dto.ts";
import type { RegistryDetail, RegistrySummary } from "./types.ts";

/** All registries by name: there are tens of them, not thousands, so they come in one page. */
export async function loadRegistries(): Promise<readonly RegistrySummary[]> {
  const rows = await db().registry.findMany({ select: summarySelect, orderBy: { nameKey: "asc" } });
  return rows.map(toSummary);
}

/** A malformed id would reach Postgres as a cast error: to whoever asks it is simply absent. */
function idOrNull(registryId: string): string | null {
  return z.uuid().safeParse(registryId).data ?? null;
}

function orNotFound<T>(row: T | null): T {
  if (row === null) throw new AppError("NOT_FOUND", "no such registry");
  return row;
}

/** One registry for headers and the rail. Throws NOT_FOUND, also for what is no id at all. */
export async function loadRegistry(registryId: string): Promise<RegistrySummary> {
  const id = orNotFound(idOrNull(registryId));
  return toSummary(orNotFound(await db().registry.findUnique({ where: { id }, select: summarySelect })));
}

/** What its settings page shows. Throws NOT_FOUND. */
export async function loadRegistryDetail(registryId: string): Promise<RegistryDetail> {
  const id = orNotFound(idOrNull(registryId));
  const row = orNotFound(await db().registry.findUnique({ where: { id }, select: detailSelect }));
  // Asked of Postgres so that the envelope is never read for it.
  const sealed = await db().registry.count({ where: { id, sealedSecret: { not: null } } });
  return toDetail(row, sealed > 0);
}

export const listRegistries = defineRead({
  id: "registry.list",
  permission: "registry:read",
  input: z.strictObject({}),
  run: () => loadRegistries(),
});

export const getRegistry = defineRead({
  id: "registry.get",
  permission: "registry:read",
  input: z.strictObject({ registryId: z.string() }),
  run: (_actor, { registryId }) => loadRegistry(registryId),
});

/** With user name, certificate and flags: for those who may change them. */
export const getRegistrySettings = defineRead({
  id: "registry.settings",
  permission: "registry:manage",
  input: z.strictObject({ registryId: z.string() }),
  run: (_actor, { registryId }) => loadRegistryDetail(registryId),
});
