import { createRegistryClient } from "../client.ts";
import type { RegistryClient, RegistryTarget } from "../types.ts";
import { testAuthority } from "./certificates.ts";
import { type DockerRegistry, type DockerRegistryOptions, startDockerRegistry } from "./docker-registry.ts";
import { signToken } from "./jwt.ts";
import { impatient, testTarget } from "./target.ts";
import { startTokenServer } from "./token-server.ts";

/** A real registry set up in one way, and what that way allows. */
export interface Mode {
  readonly name: string;
  readonly auth: "anonymous" | "basic" | "bearer";
  readonly pushes: boolean;
  readonly deletes: boolean;
  readonly start: () => Promise<RunningMode>;
}

export interface RunningMode {
  readonly registry: DockerRegistry;
  readonly client: RegistryClient;
  readonly target: RegistryTarget;
  /** Where content is put from outside: the registry itself, or the one it is a cache of. */
  readonly origin: DockerRegistry;
  stop(): Promise<void>;
}

const user = { name: "anna", password: "s3cret:ü" };
const credential = { kind: "basic", username: user.name, secret: user.password } as const;
const token = { service: "longshore-test", issuer: "test" };

async function plain(
  options: DockerRegistryOptions,
  overrides: Partial<RegistryTarget> = {},
): Promise<RunningMode> {
  const registry = await startDockerRegistry(options);
  const target = testTarget(registry.endpoint, overrides);
  return {
    registry,
    target,
    client: createRegistryClient(target, impatient),
    origin: registry,
    stop: registry.stop,
  };
}

async function withTokens(): Promise<RunningMode> {
  const authority = testAuthority();
  const signer = authority.issue();
  const mint = (scopes: readonly string[]): string => signToken(signer, { ...token, scopes });
  const tokens = await startTokenServer({ mint });
  const { certificate } = authority;
  const running = await plain(
    { deleteEnabled: true, token: { ...token, realm: tokens.realm, certificate, grant: mint } },
    { credential, tokenHosts: [tokens.origin] },
  );
  return {
    ...running,
    stop: async () => {
      await Promise.all([running.stop(), tokens.stop()]);
    },
  };
}

async function cache(): Promise<RunningMode> {
  const origin = await startDockerRegistry();
  const running = await plain({ proxyOf: origin.endpoint });
  return {
    ...running,
    origin,
    stop: async () => {
      await running.stop();
      await origin.stop();
    },
  };
}

export const modes: readonly Mode[] = [
  {
    name: "open, delete on",
    auth: "anonymous",
    pushes: true,
    deletes: true,
    start: () => plain({ deleteEnabled: true }),
  },
  { name: "delete off", auth: "anonymous", pushes: true, deletes: false, start: () => plain({}) },
  {
    name: "htpasswd",
    auth: "basic",
    pushes: true,
    deletes: true,
    start: () => plain({ user, deleteEnabled: true }, { credential }),
  },
  {
    name: "TLS with its own authority",
    auth: "basic",
    pushes: true,
    deletes: true,
    start: () => {
      const authority = testAuthority();
      return plain(
        { user, tls: authority.issue(), deleteEnabled: true },
        { credential, caCertificate: authority.certificate },
      );
    },
  },
  { name: "token auth", auth: "bearer", pushes: true, deletes: true, start: withTokens },
  { name: "pull-through cache", auth: "anonymous", pushes: false, deletes: false, start: cache },
];
