import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRegistryClient } from "./client.ts";
import type { ConnectionStep } from "./connection-types.ts";
import { probeConnection } from "./probe.ts";
import { parseRepositoryName, parseTag } from "./reference.ts";
import { testAuthority } from "./testing/certificates.ts";
import { type DockerRegistry, startDockerRegistry } from "./testing/docker-registry.ts";
import { sendJson } from "./testing/fake-registry.ts";
import { testImage } from "./testing/images.ts";
import { signToken } from "./testing/jwt.ts";
import { impatient, testTarget } from "./testing/target.ts";
import { startTokenServer, type TokenServer } from "./testing/token-server.ts";
import type { Credential, RegistryClient, RegistryTarget } from "./types.ts";

const app = parseRepositoryName("team/app");
const image = testImage();
const service = "longshore-test";
const issuer = "test";

describe("a real registry that wants tokens", () => {
  let registry: DockerRegistry;
  let tokens: TokenServer;
  let refuse = false;

  beforeAll(async () => {
    const authority = testAuthority();
    const signer = authority.issue();
    const mint = (scopes: readonly string[]): string => signToken(signer, { issuer, service, scopes });
    tokens = await startTokenServer({
      mint,
      answer: (response) => (refuse ? sendJson(response, 401, { details: "wrong password" }) : "honest"),
    });
    registry = await startDockerRegistry({
      token: { realm: tokens.realm, service, issuer, certificate: authority.certificate, grant: mint },
    });
    await registry.push(app, "1.0", image);
  });
  afterAll(async () => {
    await Promise.all([registry?.stop(), tokens?.stop()]);
  });

  const target = (overrides: Partial<RegistryTarget> = {}): RegistryTarget =>
    testTarget(registry.endpoint, {
      credential: { kind: "basic", username: "anna", secret: "s3cret" },
      tokenHosts: [tokens.origin],
      ...overrides,
    });

  it("is read with one token per repository", async () => {
    const client = createRegistryClient(target(), impatient);
    expect(await client.ping()).toEqual({ auth: "bearer" });
    const before = tokens.asked.length;
    for await (const page of client.listTags(app)) expect(page.tags).toEqual(["1.0"]);
    expect((await client.headManifest(app, parseTag("1.0"))).digest).toBe(image.digest);
    expect((await client.getManifest(app, parseTag("1.0"))).digest).toBe(image.digest);
    expect(tokens.asked.length - before).toBe(1);
    for await (const page of client.listRepositories()) expect(page.names).toEqual([app]);
  });

  it("passes the connection test, or asks to approve the token server first", async () => {
    expect(await probeConnection(target())).toMatchObject({
      ok: true,
      capabilities: {
        product: "distribution",
        productName: "CNCF Distribution",
        list: "catalog",
        auth: "bearer",
      },
    });
    const steps: ConnectionStep[] = [];
    const report = await probeConnection(target({ tokenHosts: [] }), { onStep: (step) => steps.push(step) });
    expect(report.ok).toBe(false);
    expect(steps.find(({ state }) => state === "error")).toMatchObject({
      id: "signIn",
      error: { reason: "token_host_unapproved" },
      approve: { tokenHost: tokens.origin },
    });
  });

  it("tests the credential anew, whatever token is still in the cache", async () => {
    const stored = target();
    await createRegistryClient(stored, impatient).ping();
    refuse = true;
    const steps: ConnectionStep[] = [];
    await probeConnection(stored, { onStep: (step) => steps.push(step) });
    refuse = false;
    expect(steps.find(({ state }) => state === "error")).toMatchObject({
      id: "signIn",
      error: { reason: "credentials_refused", upstream: "wrong password" },
    });
  });
});

describe("a real registry whose token server speaks OAuth2 only", () => {
  let registry: DockerRegistry;
  let tokens: TokenServer;
  const anna = { kind: "basic", username: "anna", secret: "s3cret" } as const;
  const reader = { kind: "basic", username: "reader", secret: "r" } as const;
  const identity = { kind: "basic", username: "<token>", secret: "identity" } as const;
  const client = (credential: Credential): RegistryClient =>
    createRegistryClient(
      testTarget(registry.endpoint, { credential, tokenHosts: [tokens.origin] }),
      impatient,
    );

  beforeAll(async () => {
    const authority = testAuthority();
    const signer = authority.issue();
    const mint = (scopes: readonly string[]): string => signToken(signer, { issuer, service, scopes });
    tokens = await startTokenServer({
      mint,
      member: "access_token",
      only: { method: "POST", otherwise: 404 },
      users: {
        anna: { password: anna.secret },
        reader: { password: "r", scopes: ["repository:team/app:pull"] },
      },
      identityTokens: [identity.secret],
      refresh: "rotating",
    });
    registry = await startDockerRegistry({
      token: { realm: tokens.realm, service, issuer, certificate: authority.certificate, grant: mint },
    });
    await registry.push(app, "1.0", image);
  });
  afterAll(async () => {
    await Promise.all([registry?.stop(), tokens?.stop()]);
  });

  it.each([
    ["a password", anna],
    ["an identity token that is exchanged at every use", identity],
  ])("reads and writes for %s", async (_name, credential) => {
    const one = client(credential);
    expect(await one.ping()).toEqual({ auth: "bearer" });
    expect((await one.getManifest(app, parseTag("1.0"))).digest).toBe(image.digest);
    expect(await one.putManifest(app, parseTag("1.1"), image)).toEqual({ digest: image.digest });
    for await (const page of one.listRepositories()) expect(page.names).toEqual([app]);
  });

  it("says so when the token grants less than was asked", async () => {
    const one = client(reader);
    expect((await one.getManifest(app, parseTag("1.0"))).digest).toBe(image.digest);
    const before = tokens.asked.length;
    await expect(one.putManifest(app, parseTag("mine"), image)).rejects.toMatchObject({
      code: "REGISTRY_UNAUTHORIZED",
      reason: "permission_missing",
    });
    expect(tokens.asked.length - before).toBeLessThanOrEqual(2);
  });
});
