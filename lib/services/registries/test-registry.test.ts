import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { db } from "#lib/db/index.ts";
import { openTestDatabase, type TestDatabase } from "#lib/db/testing.ts";
import { execute, executeRead } from "#lib/operations/index.ts";
import type { ConnectionStep } from "#lib/registry/connection-types.ts";
import { type DockerRegistry, startDockerRegistry } from "#lib/registry/testing/docker-registry.ts";
import { startFakeRegistry } from "#lib/registry/testing/fake-registry.ts";
import { answer } from "#lib/registry/testing/faults.ts";
import {
  createRegistry,
  disableRegistry,
  inspectRegistry,
  loadRegistryDetail,
  testRegistry,
  tryConnection,
  watchingSteps,
} from "./index.ts";
import { anonymousFields, testActor } from "./testing.ts";

const user = { name: "robot", password: "Ahoy-7c1e-weigh-anchor" };
const administrator = testActor("administrator");
const { description: _none, ...typedFields } = anonymousFields;

/** Somebody else's server: writes down every Authorization it is sent. */
const overheard: string[] = [];
const stranger = createServer((request, response) => {
  if (request.headers.authorization) overheard.push(request.headers.authorization);
  response.writeHead(401, { "www-authenticate": 'Basic realm="stranger"' }).end();
});
let strangerEndpoint = "";

let database: TestDatabase & { close(): Promise<void> };
let registry: DockerRegistry;
let registryId = "";
beforeAll(async () => {
  [database, registry] = await Promise.all([openTestDatabase(), startDockerRegistry({ user })]);
  await new Promise<void>((resolve) => stranger.listen(0, "127.0.0.1", resolve));
  strangerEndpoint = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}`;
  registryId = await connect({ secret: user.password });
});
afterAll(async () => {
  stranger.close();
  await registry.stop();
  await database.close();
});

async function connect(fields: object): Promise<string> {
  const input = {
    ...anonymousFields,
    product: "generic",
    name: randomUUID(),
    endpoint: registry.endpoint,
    username: user.name,
    ...fields,
  };
  const result = await execute(createRegistry, administrator, input);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.data.registryId;
}

const typed = (fields: object) => ({
  ...typedFields,
  product: "generic",
  endpoint: registry.endpoint,
  ...fields,
});

async function watch<T>(work: () => Promise<T>) {
  const steps: ConnectionStep[] = [];
  const result = await watchingSteps((step) => steps.push(step), work);
  const states = steps.filter(({ state }) => state !== "running").map(({ id, state }) => `${id} ${state}`);
  return { result, steps, states };
}

const allPassed = ["address ok", "tls skipped", "api ok", "signIn ok", "listing ok", "product ok"];

describe("testing a stored registry", () => {
  it("signs in with the stored credential, keeps what it found, and is on record", async () => {
    const { result, states } = await watch(() => execute(testRegistry, administrator, { registryId }));
    expect(result).toMatchObject({
      ok: true,
      data: { ok: true, capabilities: { productName: "CNCF Distribution" } },
    });
    expect(states).toEqual(allPassed);
    expect(await loadRegistryDetail(registryId)).toMatchObject({
      health: "ok",
      productName: "CNCF Distribution",
    });
    const events = await db().auditEvent.findMany({
      where: { action: "registry.test", registryId },
      orderBy: { id: "asc" },
    });
    expect(events.map(({ phase, outcome }) => `${phase} ${outcome}`)).toEqual([
      "intent pending",
      "outcome done",
    ]);
    expect(events[1]?.detail).toMatchObject({
      endpoint: registry.endpoint,
      username: user.name,
      passed: true,
    });
    expect(JSON.stringify(events[1]?.detail)).not.toContain(user.password);
  });

  it.each([
    ["endpoint", () => strangerEndpoint],
    ["caCertificate", () => "PEM"],
    ["skipTlsVerify", () => true],
    ["allowPrivate", () => true],
    ["tokenHosts", () => [strangerEndpoint]],
    ["username", () => "other"],
    ["secret", () => "other"],
  ])("refuses a caller's %s", async (field, value) => {
    const result = await execute(testRegistry, administrator, { registryId, [field]: value() });
    expect(result).toMatchObject({
      ok: false,
      error: { code: "INVALID_INPUT", fields: { [field]: "unknown_field" } },
    });
    expect(overheard).toEqual([]);
  });

  it("says that a wrong password was refused, and the registry's state with it", async () => {
    const wrong = await connect({ secret: "wrong" });
    const { result, states } = await watch(() => execute(testRegistry, administrator, { registryId: wrong }));
    expect(result).toMatchObject({ ok: true, data: { ok: false } });
    expect(states.slice(0, 4)).toEqual(["address ok", "tls skipped", "api ok", "signIn error"]);
    expect(await loadRegistryDetail(wrong)).toMatchObject({
      health: "error",
      healthError: { code: "REGISTRY_UNAUTHORIZED", reason: "credentials_refused" },
    });
  });

  it("leaves a disabled registry alone", async () => {
    const disabled = await connect({ secret: user.password });
    await execute(disableRegistry, administrator, { registryId: disabled });
    const { result, steps } = await watch(() =>
      execute(testRegistry, administrator, { registryId: disabled }),
    );
    expect(result).toMatchObject({ ok: false, error: { code: "CONFLICT", reason: "registry_disabled" } });
    expect(steps).toEqual([]);
  });

  it("is for administrators", async () => {
    for (const role of ["operator", "viewer"] as const) {
      const actor = testActor(role);
      expect(await execute(testRegistry, actor, { registryId })).toEqual({
        ok: false,
        error: { code: "FORBIDDEN" },
      });
      expect(await executeRead(tryConnection, actor, async () => typed({}))).toEqual({
        ok: false,
        error: { code: "FORBIDDEN" },
      });
    }
    expect(await execute(testRegistry, administrator, { registryId: randomUUID() })).toEqual({
      ok: false,
      error: { code: "NOT_FOUND" },
    });
  });

  it("ends when the browser goes away and leaves the state as it was", async () => {
    const leaving = new AbortController();
    const before = await loadRegistryDetail(registryId);
    const result = await watchingSteps(
      () => leaving.abort(),
      () => execute(testRegistry, administrator, { registryId }, { signal: leaving.signal }),
    );
    expect(result).toMatchObject({ ok: false, error: { code: "CANCELLED" } });
    expect((await loadRegistryDetail(registryId)).healthCheckedAt).toBe(before.healthCheckedAt);
  });
});

describe("getting to know a registry after a change", () => {
  it("keeps what it turned out to be, without an event of its own", async () => {
    const fresh = await connect({ secret: user.password });
    expect(await inspectRegistry(fresh)).toBe(true);
    expect(await loadRegistryDetail(fresh)).toMatchObject({ health: "ok", productName: "CNCF Distribution" });
    expect(await db().auditEvent.count({ where: { action: "registry.test", registryId: fresh } })).toBe(0);
  });

  it("asks neither a disabled nor a removed one", async () => {
    const disabled = await connect({ secret: user.password });
    await execute(disableRegistry, administrator, { registryId: disabled });
    expect(await inspectRegistry(disabled)).toBe(false);
    expect((await loadRegistryDetail(disabled)).health).toBe("unknown");
    expect(await inspectRegistry(randomUUID())).toBe(false);
  });

  it("takes one that asks for a pause for limited, not for broken", async () => {
    const fake = await startFakeRegistry({ faults: [answer(429, "", { "retry-after": "3600" })] });
    onTestFinished(fake.stop);
    const limited = await connect({ endpoint: fake.endpoint, username: "", secret: "" });
    expect(await inspectRegistry(limited)).toBe(true);
    expect(await loadRegistryDetail(limited)).toMatchObject({
      health: "warn",
      healthError: { code: "RATE_LIMITED" },
    });
  });

  it("says that a secret cannot be opened", async () => {
    const broken = await connect({ secret: user.password });
    const { sealedSecret } = await db().registry.findUniqueOrThrow({ where: { id: registryId } });
    await db().registry.update({ where: { id: broken }, data: { sealedSecret } });
    expect(await inspectRegistry(broken)).toBe(true);
    expect(await loadRegistryDetail(broken)).toMatchObject({
      health: "error",
      healthError: { reason: "secret_key_wrong" },
    });
  });
});

describe("testing what was typed", () => {
  it("uses the credential typed beside it", async () => {
    const input = typed({ username: user.name, secret: user.password });
    const { result, states } = await watch(() =>
      executeRead(tryConnection, administrator, async () => input),
    );
    expect(result).toMatchObject({ ok: true, data: { ok: true } });
    expect(states).toEqual(allPassed);
  });

  it("never finds a stored secret, not even at the address it belongs to", async () => {
    const anonymous = await watch(() => executeRead(tryConnection, administrator, async () => typed({})));
    expect(anonymous.states).toContain("signIn error");
    const named = await executeRead(tryConnection, administrator, async () => typed({ username: user.name }));
    expect(named).toMatchObject({ ok: false, error: { fields: { secret: "secret_missing" } } });
    const byId = await executeRead(tryConnection, administrator, async () =>
      typed({ registryId, endpoint: strangerEndpoint }),
    );
    expect(byId).toMatchObject({ ok: false, error: { fields: { registryId: "unknown_field" } } });
    expect(overheard).toEqual([]);
  });

  it("keeps to public addresses when private ones are not allowed", async () => {
    const { result, states } = await watch(() =>
      executeRead(tryConnection, administrator, async () => typed({ allowPrivate: false })),
    );
    expect(result).toMatchObject({ ok: true, data: { ok: false } });
    expect(states[0]).toBe("address error");
  });
});
