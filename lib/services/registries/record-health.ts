import { databaseNow, db, notify, Prisma, type Tx } from "#lib/db/index.ts";
import type { ErrorDto } from "#lib/errors.ts";
import type { Capabilities } from "#lib/registry/types.ts";
import type { RegistryHealth } from "./types.ts";

export interface HealthReport {
  readonly health: RegistryHealth;
  /** Why it is not "ok". */
  readonly error?: ErrorDto;
  readonly capabilities?: Capabilities;
}

/**
 * Keeps how a registry was found when it was last tested or synced, and tells every open page. A registry removed in the
 * meantime is no error.
 */
export async function recordHealth(
  registryId: string,
  { health, error, capabilities }: HealthReport,
  client: Tx = db(),
): Promise<void> {
  const { count } = await client.registry.updateMany({
    where: { id: registryId },
    data: {
      health,
      healthError: error === undefined ? Prisma.DbNull : { ...error },
      healthCheckedAt: await databaseNow(client),
      ...(capabilities === undefined ? {} : { capabilities: { ...capabilities } }),
    },
  });
  if (count > 0) await notify(client, { topic: "registry", id: registryId, health });
}
