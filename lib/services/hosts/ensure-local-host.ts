import { db } from "#lib/db/index.ts";
import { defaultEndpoint } from "#lib/docker/index.ts";

export const localHostName = "local";

/**
 * The row of this machine's own daemon, made at the first start and moved when DOCKER_HOST says so. Instances that start
 * together make one.
 */
export async function ensureLocalHost(dockerHost: string | undefined): Promise<void> {
  const { endpoint } = defaultEndpoint(dockerHost);
  await db().dockerHost.upsert({
    where: { name: localHostName },
    create: { name: localHostName, endpoint, local: true },
    update: { endpoint },
  });
}
