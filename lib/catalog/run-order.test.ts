import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { bulk } from "#lib/db/index.ts";
import { openTestDatabase, type TestDatabase } from "#lib/db/testing.ts";
import { type EventKind, listRunRepositories, storeEvents, upsertRepositories } from "./index.ts";

const names = ["a", "b", "c", "d", "e"];

let database: TestDatabase & { close(): Promise<void> };
let registryId: string;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

async function registryOf(repositories: readonly string[]): Promise<string> {
  const [registry] = await bulk.query<{ id: string }>(
    `INSERT INTO "Registry" ("id", "name", "nameKey", "product", "endpoint", "updatedAt")
     VALUES (gen_random_uuid(), $1, $1, 'generic', 'https://one.test', now()) RETURNING "id"`,
    [randomUUID()],
  );
  const id = registry?.id ?? "";
  await upsertRepositories(bulk, id, repositories);
  return id;
}

/** All read a day ago, by name the later the longer ago. */
beforeEach(async () => {
  registryId = await registryOf(names);
  await set(`"indexedAt" = now() - interval '1 day' - (ascii("name") - 96) * interval '1 minute'`, ...names);
});

async function set(change: string, ...repositories: string[]): Promise<void> {
  await bulk.query(
    `UPDATE "Repository" SET ${change} WHERE "registryId" = $1::uuid AND "name" = ANY($2::text[])`,
    [registryId, repositories],
  );
}

/** So many things told to have happened, `days` ago. Each by its own client, so that none is part of another. */
async function told(kind: EventKind, repository: string, count: number, days = 1, of = registryId) {
  const events = Array.from({ length: count }, (_, index) => ({
    id: randomUUID(),
    kind,
    repository,
    tag: "1.0",
    digest: null,
    actor: null,
    address: `192.0.2.${index % 250}`,
    userAgent: null,
    at: new Date(Date.now() - days * 86_400_000 - index),
  }));
  await storeEvents(bulk, of, events);
}

const order = async () =>
  (await listRunRepositories(bulk, registryId, new Date())).map(({ name }) => name).join("");

it("without anything known is the one read longest ago first, after those never read", async () => {
  expect(await order()).toBe("edcba");
  await set(`"indexedAt" = NULL`, "b");
  expect(await order()).toBe("bedca");
});

it("is by what is pulled and pushed within a week, the busiest first", async () => {
  await told("pull", "a", 3);
  await told("push", "b", 5);
  await told("push", "c", 2);
  await told("pull", "c", 4);
  expect(await order()).toBe("cbaed");
});

it("leaves out what is old, deletions, and what happened in another registry", async () => {
  await told("pull", "a", 9, 8);
  await told("push", "b", 9, 8);
  await told("delete", "c", 9);
  await told("pull", "a", 9, 1, await registryOf(names));
  expect(await order()).toBe("edcba");
});

it("weighs a look by its age beside what happens", async () => {
  await set(`"viewedAt" = now()`, "a");
  await set(`"viewedAt" = now() - interval '5 days'`, "b");
  await set(`"viewedAt" = now() - interval '8 days'`, "d");
  await told("pull", "c", 30);
  expect(await order()).toBe("acbed");
  await told("pull", "c", 1500);
  expect(await order()).toBe("cabed");
});

it("those never read come first even so, and those that could not be read come last", async () => {
  await told("pull", "a", 50);
  await set(`"indexError" = '{"code": "TIMEOUT"}'`, "a");
  await set(`"indexedAt" = NULL`, "d");
  expect(await order()).toBe("decba");
});
