import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { db } from "#lib/db/index.ts";
import { openTestDatabase, type TestDatabase } from "#lib/db/testing.ts";
import { execute } from "#lib/operations/index.ts";
import { startFakeEcr } from "#lib/registry/testing/products/ecr.ts";
import { createRegistry, updateRegistry } from "../registries/index.ts";
import { anonymousFields, testActor } from "../registries/testing.ts";
import { useTestKey } from "../testing.ts";
import { openCredential } from "./pull-job.ts";
import { findSource } from "./source.ts";

let database: TestDatabase & { close(): Promise<void> };
beforeAll(async () => {
  useTestKey();
  database = await openTestDatabase();
});
afterAll(() => database.close());

it("is not handed to a host that its registry has just moved away from", async () => {
  const administrator = testActor("administrator");
  const fields = { ...anonymousFields, name: "moving", username: "ada", secret: "for the first address" };
  const { signal } = new AbortController();
  const created = await execute(createRegistry, administrator, {
    ...fields,
    product: "generic",
    endpoint: "https://first.example.com",
  });
  if (!created.ok) throw new Error(created.error.code);
  const { registryId } = created.data;
  const source = await findSource(registryId, "team/app");
  expect(await openCredential(source, signal)).toMatchObject({
    serverAddress: "first.example.com",
    secret: "for the first address",
  });

  const moved = await execute(updateRegistry, administrator, {
    ...fields,
    registryId,
    endpoint: "https://second.example.com",
    secret: "for the second address",
  });
  expect(moved.ok).toBe(true);
  await expect(openCredential(source, signal)).rejects.toMatchObject({ code: "CONFLICT" });
  expect(await db().registry.count()).toBe(1);
});

it("is the login that a key is exchanged for, where docker takes no key", async () => {
  const key = { id: "AKIDEXAMPLE", secret: "key-secret-1" };
  const account = "012345678910";
  const scope = { region: "eu-west-1", service: "ecr" };
  const ecr = await startFakeEcr({ key, account, repositories: ["team/app"], scope });
  onTestFinished(ecr.stop);
  const created = await execute(createRegistry, testActor("administrator"), {
    ...anonymousFields,
    name: "cloud",
    product: "ecr",
    endpoint: ecr.endpoint,
    username: key.id,
    secret: key.secret,
    settings: { kind: "ecr", region: scope.region, accountId: account },
  });
  if (!created.ok) throw new Error(created.error.code);
  const source = await findSource(created.data.registryId, "team/app");
  expect(await openCredential(source, new AbortController().signal)).toMatchObject({
    username: "AWS",
    secret: `password-of-${account}`,
  });
});
