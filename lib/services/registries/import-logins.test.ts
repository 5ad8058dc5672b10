import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { db } from "#lib/db/index.ts";
import { openTestDatabase, type TestDatabase } from "#lib/db/testing.ts";
import { execute, executeRead } from "#lib/operations/index.ts";
import { type FakeRegistry, startFakeRegistry } from "#lib/registry/testing/fake-registry.ts";
import { bearer } from "#lib/registry/testing/faults.ts";
import { startFakeHarbor } from "#lib/registry/testing/products/harbor.ts";
import { startTokenServer } from "#lib/registry/testing/token-server.ts";
import { importDockerLogin, openTarget, readDockerLogins } from "./index.ts";
import { testActor } from "./testing.ts";

const secret = "Ahoy-7c1e-weigh-anchor";
const administrator = testActor("administrator");

let database: TestDatabase & { close(): Promise<void> };
beforeAll(async () => {
  database = await openTestDatabase();
});
beforeEach(async () => {
  await db().registry.deleteMany();
});
afterAll(() => database.close());

const hostOf = ({ endpoint }: FakeRegistry) => new URL(endpoint).host;
const configOf = (auths: Readonly<Record<string, string>>) =>
  JSON.stringify({
    auths: Object.fromEntries(
      Object.entries(auths).map(([key, login]) => [key, { auth: Buffer.from(login).toString("base64") }]),
    ),
  });
const take = (input: object) => execute(importDockerLogin, administrator, input);

async function harbor(): Promise<FakeRegistry> {
  const server = await startFakeHarbor({
    projects: { team: ["web"] },
    accounts: { robot$ci: { secret, projects: ["team"] } },
  });
  onTestFinished(server.stop);
  return server;
}

describe("what a configuration holds", () => {
  it("is told by host and user, with what is connected already, and no password", async () => {
    await db().registry.create({
      data: {
        name: "Docker Hub",
        nameKey: "docker hub",
        product: "docker-hub",
        endpoint: "https://registry-1.docker.io",
      },
    });
    const text = configOf({
      "https://index.docker.io/v1/": `me:${secret}`,
      "ghcr.io": `octo:${secret}`,
      "quay.io/team": `team+robot:${secret}`,
      "r.example": "broken",
    });
    const result = await executeRead(readDockerLogins, administrator, async () => ({ text }));
    const hub = { id: expect.any(String), name: "Docker Hub" };
    expect(result).toEqual({
      ok: true,
      data: [
        {
          key: "https://index.docker.io/v1/",
          state: "ready",
          name: "Docker Hub (me)",
          product: "docker-hub",
          connected: [hub],
          username: "me",
        },
        { key: "ghcr.io", state: "ready", name: "ghcr.io", product: "ghcr", connected: [], username: "octo" },
        {
          key: "quay.io/team",
          state: "ready",
          name: "quay.io/team",
          product: "quay",
          connected: [],
          username: "team+robot",
        },
        { key: "r.example", state: "unreadable", name: "r.example", product: "generic", connected: [] },
      ],
    });
    expect(JSON.stringify(result)).not.toContain(secret);
  });

  it("of ten megabytes is not read", async () => {
    const result = await executeRead(readDockerLogins, administrator, async () => ({
      text: `{"auths": "${"x".repeat(10 * 1024 * 1024)}"}`,
    }));
    expect(result).toMatchObject({
      ok: false,
      error: { code: "INVALID_INPUT", fields: { text: "too_long" } },
    });
  });
});

describe("a login", () => {
  it("is tested, connected as what it turns out to be, and on record without its password", async () => {
    const server = await harbor();
    const key = `http://${hostOf(server)}`;
    const text = configOf({ [key]: `robot$ci:${secret}`, "r.example": `other:${secret}` });
    const result = await take({ text, key, name: "harbour" });
    if (!result.ok) throw new Error(JSON.stringify(result.error));
    expect(await openTarget(result.data.registryId)).toMatchObject({
      product: "harbor",
      endpoint: server.endpoint,
      credential: { kind: "basic", username: "robot$ci", secret },
    });
    const events = await db().auditEvent.findMany({ where: { action: "registry.importDockerLogin" } });
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ outcome: "done", targetName: "harbour" });
    const written = JSON.stringify(events, (_key, value: unknown) =>
      typeof value === "bigint" ? `${value}` : value,
    );
    expect(written).not.toContain(secret);
    expect(written).not.toContain(Buffer.from(`robot$ci:${secret}`).toString("base64"));
  });

  it("that is refused connects nothing and says why; so does one over the other scheme, with the way out", async () => {
    const server = await harbor();
    const host = hostOf(server);
    const text = configOf({ [`http://${host}`]: "robot$ci:wrong", [host]: `robot$ci:${secret}` });
    expect(await take({ text, key: `http://${host}`, name: "a" })).toMatchObject({
      ok: false,
      error: { code: "REGISTRY_UNAUTHORIZED", reason: "credentials_refused" },
    });
    expect(await take({ text, key: host, name: "a" })).toMatchObject({
      ok: false,
      error: { reason: "http_server_on_https", params: { suggestion: server.endpoint } },
    });
    expect(await db().registry.count()).toBe(0);
    expect(await take({ text, key: host, name: "a", plainHttp: true })).toMatchObject({ ok: true });
  });

  it("goes to no token server on another site before it was approved", async () => {
    const tokens = await startTokenServer();
    const server = await startFakeRegistry({
      faults: [bearer(`Bearer realm="${tokens.realm}",service="fake"`, (token) => tokens.issued(token))],
    });
    onTestFinished(async () => void (await Promise.all([tokens.stop(), server.stop()])));
    const key = server.endpoint.replace("127.0.0.1", "localhost");
    const input = { text: configOf({ [key]: `robot:${secret}` }), key, name: "harbour" };
    const refused = await take(input);
    expect(refused).toMatchObject({ ok: false, error: { reason: "token_host_unapproved" } });
    const tokenHost = refused.ok ? "" : String(refused.error.params?.tokenHost);
    expect(tokenHost).toBe(new URL(tokens.realm).origin);
    expect(await take({ ...input, tokenHosts: [tokenHost] })).toMatchObject({ ok: true });
    expect(await db().registry.findFirst({ select: { tokenHosts: true } })).toEqual({
      tokenHosts: [tokenHost],
    });
  });

  it("that is not in the text, or in no state to be used, is not there", async () => {
    const text = JSON.stringify({ auths: { "r.example": {} }, credsStore: "desktop" });
    for (const key of ["r.example", "other.example"]) {
      expect(await take({ text, key, name: "a" })).toMatchObject({ ok: false, error: { code: "NOT_FOUND" } });
    }
  });
});
