import { randomUUID } from "node:crypto";
import type { Actor, Role } from "#lib/auth/index.ts";
import { db } from "#lib/db/index.ts";
import type { ProductId } from "#lib/registry/types.ts";

/** A registry row as connecting would leave it: anonymous, on loopback. Returns its id. */
export async function storedRegistry(
  endpoint: string,
  name = `registry ${randomUUID()}`,
  product: ProductId = "generic",
): Promise<string> {
  const row = await db().registry.create({
    data: { name, nameKey: name.toLowerCase(), product, endpoint },
    select: { id: true },
  });
  return row.id;
}

/** A signed-in somebody; reads do not look at the session row again. */
export function actorOf(role: Role): Actor {
  return {
    userId: randomUUID(),
    username: role,
    role,
    sessionId: randomUUID(),
    client: { requestId: randomUUID() },
  };
}
