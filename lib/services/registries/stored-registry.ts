import { Prisma, type Tx } from "#lib/db/index.ts";
import { AppError } from "#lib/errors.ts";
import { auditSelect } from "./audit-view.ts";

const lockedSelect = { ...auditSelect, sealedSecret: true } satisfies Prisma.RegistrySelect;
type LockedRow = Prisma.RegistryGetPayload<{ select: typeof lockedSelect }>;

/** A row on its way through a change. `hasSecret` stands for the envelope, which stays behind. */
export type StoredRegistry = Omit<LockedRow, "sealedSecret"> & { readonly hasSecret: boolean };

/** Reads a registry for changing it; two changes of one registry happen one after the other. Throws NOT_FOUND. */
export async function lockRegistry(tx: Tx, registryId: string): Promise<StoredRegistry> {
  await tx.$queryRaw`SELECT "id" FROM "Registry" WHERE "id" = ${registryId}::uuid FOR UPDATE`;
  const row = await tx.registry.findUnique({ where: { id: registryId }, select: lockedSelect });
  if (!row) throw new AppError("NOT_FOUND", `no registry ${registryId}`);
  const { sealedSecret, ...rest } = row;
  return { ...rest, hasSecret: sealedSecret !== null };
}

/** Runs a write that may meet another registry's name. Throws CONFLICT/name_taken. */
export async function refusingTakenName<T>(name: string, write: Promise<T>): Promise<T> {
  try {
    return await write;
  } catch (error) {
    if (!(error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002")) throw error;
    throw new AppError("CONFLICT", `the name ${name} is taken`, {
      reason: "name_taken",
      params: { name },
      fields: { name: "name_taken" },
    });
  }
}
