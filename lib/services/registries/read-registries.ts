import { z } from "zod";
import { db, type Prisma } from "#lib/db/index.ts";
import { AppError } from "#lib/errors.ts";
import { defineRead } from "#lib/operations/index.ts";
import { nameKey } from "./fields.ts";
import { detailSelect, summarySelect, toDetail, toSummary } from "./to-dto.ts";
import type { RegistryDetail, RegistrySummary } from "./types.ts";

/** What lists may be sorted by; nothing a caller names reaches Prisma. */
const sorts = {
  name: (direction) => [{ nameKey: direction }],
  address: (direction) => [{ endpoint: direction }, { nameKey: "asc" }],
  product: (direction) => [{ product: direction }, { nameKey: "asc" }],
  repositories: (direction) => [{ repositories: { _count: direction } }, { nameKey: "asc" }],
  indexed: (direction) => [{ repositoriesIndexedAt: { sort: direction, nulls: "last" } }, { nameKey: "asc" }],
} satisfies Record<string, (direction: "asc" | "desc") => Prisma.RegistryOrderByWithRelationInput[]>;
export const registrySorts = Object.keys(sorts) as (keyof typeof sorts)[];

interface RegistryQuery {
  /** Part of the name or the address. */
  readonly filter?: string | undefined;
  readonly sort?: keyof typeof sorts;
  readonly direction?: "asc" | "desc";
}

/** All registries that match, by name unless asked otherwise: there are tens of them, not thousands, so one page. */
export async function loadRegistries({
  filter,
  sort = "name",
  direction = "asc",
}: RegistryQuery = {}): Promise<readonly RegistrySummary[]> {
  const contains = filter?.trim();
  const rows = await db().registry.findMany({
    select: summarySelect,
    ...(contains
      ? {
          where: {
            OR: [
              { nameKey: { contains: nameKey(contains) } },
              { endpoint: { contains: contains.toLowerCase() } },
            ],
          },
        }
      : {}),
    orderBy: sorts[sort](direction),
  });
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
  input: z.strictObject({
    filter: z.string().max(255).optional(),
    sort: z.enum(registrySorts).default("name"),
    direction: z.enum(["asc", "desc"]).default("asc"),
  }),
  run: async (_actor, query) => {
    const items = await loadRegistries(query);
    return { items, count: items.length };
  },
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
