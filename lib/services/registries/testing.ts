import { randomUUID } from "node:crypto";
import type { Actor, Role } from "#lib/auth/index.ts";

/** An actor as a request would have one; the operations under test look at nothing but these fields. */
export function testActor(role: Role): Actor {
  return {
    userId: randomUUID(),
    username: `some-${role}`,
    role,
    sessionId: randomUUID(),
    client: { requestId: randomUUID(), address: "192.0.2.7", peerAddress: "192.0.2.1", userAgent: "test" },
  };
}

/** The fields of a registry that needs nothing but a name and an address. */
export const anonymousFields = {
  description: "",
  username: "",
  secret: "",
  caCertificate: "",
  skipTlsVerify: false,
  allowPrivate: true,
};
