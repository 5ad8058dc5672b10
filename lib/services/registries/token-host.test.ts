import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { db } from "#lib/db/index.ts";
import { openTestDatabase, type TestDatabase } from "#lib/db/testing.ts";
import { execute } from "#lib/operations/index.ts";
import type { ConnectionStep } from "#lib/registry/connection-types.ts";
import { type FakeRegistry, startFakeRegistry } from "#lib/registry/testing/fake-registry.ts";
import { bearer } from "#lib/registry/testing/faults.ts";
import { startTokenServer, type TokenServer } from "#lib/registry/testing/token-server.ts";
import { approveTokenHost, createRegistry, testRegistry, watchingSteps } from "./index.ts";
import { anonymousFields, testActor } from "./testing.ts";

const secret = "Ahoy-7c1e-weigh-anchor";
const administrator = testActor("administrator");

let database: TestDatabase & { close(): Promise<void> };
let tokens: TokenServer;
let registry: FakeRegistry;
let registryId = "";
beforeAll(async () => {
  [database, tokens] = await Promise.all([openTestDatabase(), startTokenServer()]);
  registry = await startFakeRegistry({
    faults: [bearer(`Bearer realm="${tokens.realm}",service="fake"`, (token) => tokens.issued(token))],
  });
  // The registry by name, its token server by number: two sites to whoever compares them.
  const endpoint = registry.endpoint.replace("127.0.0.1", "localhost");
  const input = {
    ...anonymousFields,
    product: "generic",
    name: randomUUID(),
    endpoint,
    username: "robot",
    secret,
  };
  const result = await execute(createRegistry, administrator, input);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  registryId = result.data.registryId;
});
afterAll(async () => {
  await Promise.all([registry.stop(), tokens.stop()]);
  await database.close();
});

async function testIt(): Promise<ConnectionStep[]> {
  const steps: ConnectionStep[] = [];
  await watchingSteps(
    (step) => steps.push(step),
    () => execute(testRegistry, administrator, { registryId }),
  );
  return steps.filter(({ state }) => state !== "running");
}

describe("a registry whose token server is on another site", () => {
  it("gets no credential sent there before an administrator approved the host by name", async () => {
    const before = await testIt();
    expect(before.find(({ id }) => id === "signIn")).toMatchObject({
      state: "error",
      error: { code: "REGISTRY_UNAUTHORIZED", reason: "token_host_unapproved" },
      approve: { tokenHost: tokens.origin },
    });
    expect(tokens.asked.filter(({ authorization }) => authorization !== undefined)).toEqual([]);

    const approved = await execute(approveTokenHost, administrator, { registryId, tokenHost: tokens.origin });
    expect(approved).toMatchObject({ ok: true, data: { tokenHosts: [tokens.origin] } });
    const after = await testIt();
    expect(after.find(({ id }) => id === "signIn")).toMatchObject({
      state: "ok",
      params: { username: "robot" },
    });
    expect(tokens.asked.some(({ authorization }) => authorization?.startsWith("Basic "))).toBe(true);

    const event = await db().auditEvent.findFirstOrThrow({ where: { action: "registry.approveTokenHost" } });
    expect(event).toMatchObject({
      outcome: "done",
      actorName: "some-administrator",
      detail: { before: { tokenHosts: [] }, after: { tokenHosts: [tokens.origin] } },
    });
  });
});
