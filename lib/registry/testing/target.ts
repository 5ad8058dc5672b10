import { randomUUID } from "node:crypto";
import type { Patience } from "../transport/retry.ts";
import type { RegistryTarget } from "../types.ts";

/** A target as a service would build it for a registry on loopback that the administrator allowed. */
export function testTarget(endpoint: string, overrides: Partial<RegistryTarget> = {}): RegistryTarget {
  return {
    id: randomUUID(),
    product: "generic",
    endpoint,
    credential: { kind: "anonymous" },
    credentialId: randomUUID(),
    skipTlsVerify: false,
    allowPrivate: true,
    tokenHosts: [],
    ...overrides,
  };
}

/** Retries at once and gives up soon, so that no test waits for the sake of waiting. */
export const impatient: Patience = { attempts: 3, backoff: 1, longestPause: 20, deadline: 5_000 };
