import { randomBytes } from "node:crypto";
import type { Actor, ClientInfo } from "../auth/actor.ts";
import type { Role } from "../auth/permissions.ts";
import { startSession } from "../auth/sessions.ts";
import { hashPassword, parseKeyring, useKeyring } from "../crypto/index.ts";
import { db } from "../db/index.ts";

/** For tests: a key of their own instead of one in the data folder. */
export function useTestKey(): void {
  useKeyring(parseKeyring(randomBytes(32).toString("base64"), "test"));
}

export const testClient: ClientInfo = {
  requestId: "test-request",
  address: "192.0.2.7",
  peerAddress: "192.0.2.1",
  userAgent: "test browser",
};

export const testPassword = "a long enough password";
let hash: Promise<string> | undefined;
let serial = 0;

/** For tests: a user with `testPassword` and a live session, as the Actor every service takes. */
export async function createTestActor(role: Role, username = `${role}-${++serial}`): Promise<Actor> {
  hash ??= hashPassword(testPassword);
  const user = await db().user.create({
    data: { username, usernameKey: username.toLowerCase(), passwordHash: await hash, role },
    select: { id: true },
  });
  const { sessionId } = await startSession(db(), user.id, testClient);
  return { userId: user.id, username, role, sessionId, client: testClient };
}
