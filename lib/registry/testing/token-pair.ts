import { onTestFinished } from "vitest";
import { createRegistryClient } from "../client.ts";
import { parseRepositoryName, parseTag } from "../reference.ts";
import type { RegistryClient, RegistryTarget } from "../types.ts";
import { type FakeRegistry, startFakeRegistry } from "./fake-registry.ts";
import { at, bearer } from "./faults.ts";
import { testImage } from "./images.ts";
import { impatient, testTarget } from "./target.ts";
import { startTokenServer, type TokenServer, type TokenServerOptions } from "./token-server.ts";

export const app = parseRepositoryName("team/app");
export const other = parseRepositoryName("team/other");
export const tag = parseTag("1.0");
export const image = testImage();
export const anna = { kind: "basic", username: "anna", secret: "p4ss:wörd" } as const;

export interface TokenPair {
  readonly registry: FakeRegistry;
  readonly tokens: TokenServer;
  client(overrides?: Partial<RegistryTarget>): RegistryClient;
}

/**
 * A registry with team/app:1.0 and team/other:1.0 that wants tokens of a token server on another port, which the
 * administrator approved. Both end with the test.
 */
export async function tokenPair(options: TokenServerOptions = {}): Promise<TokenPair> {
  const tokens = await startTokenServer(options);
  const registry = await startFakeRegistry();
  onTestFinished(async () => {
    await Promise.all([tokens.stop(), registry.stop()]);
  });
  for (const repository of [app, other]) {
    registry.put(repository, tag, image);
    const scope = `repository:${repository}:pull`;
    const challenge = `Bearer realm="${tokens.realm}",service="fake",scope="${scope}"`;
    registry.inject(
      at(
        `/v2/${repository}/`,
        bearer(challenge, (token) => tokens.issued(token, scope)),
      ),
    );
  }
  registry.inject(at(/^\/v2\/$/, bearer(`Bearer realm="${tokens.realm}",service="fake"`, tokens.issued)));
  return {
    registry,
    tokens,
    client: (overrides = {}) =>
      createRegistryClient(
        testTarget(registry.endpoint, { credential: anna, tokenHosts: [tokens.origin], ...overrides }),
        impatient,
      ),
  };
}
