import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { upsertRepositories } from "#lib/catalog/index.ts";
import { bulk, db } from "#lib/db/index.ts";
import { openTestDatabase, type TestDatabase } from "#lib/db/testing.ts";
import { executeRead } from "#lib/operations/index.ts";
import { startFakeRegistry } from "#lib/registry/testing/fake-registry.ts";
import { type HubResult, startFakeHub } from "#lib/registry/testing/products/docker-hub.ts";
import { startFakeZot } from "#lib/registry/testing/products/zot.ts";
import { actorOf } from "../repositories/testing.ts";
import { listSearchSources, searchRegistry } from "./index.ts";

let database: TestDatabase & { close(): Promise<void> };
beforeAll(async () => {
  database = await openTestDatabase();
});
beforeEach(async () => {
  await db().registry.deleteMany();
});
afterAll(() => database.close());

/** A registry row with what the index knows of it. */
async function stored(product: string, endpoint: string, known: readonly string[] = []): Promise<string> {
  const { id } = await db().registry.create({
    data: { name: product, nameKey: product, product, endpoint },
    select: { id: true },
  });
  if (known.length > 0) await upsertRepositories(bulk, id, known);
  return id;
}

async function ask(registryId: string, query: Record<string, string>) {
  const result = await executeRead(searchRegistry, actorOf("viewer"), async () => ({ registryId, ...query }));
  if (!result.ok) throw new Error(result.error.code);
  return result.data;
}

const namesOf = ({ found }: Awaited<ReturnType<typeof ask>>) => found.map(({ name }) => name);

const results: readonly HubResult[] = [
  { name: "nginx", badge: "official", star_count: 20_000 },
  { name: "bitnami/nginx", star_count: 200 },
  { name: "me/nginx-proxy", star_count: 1 },
];
const hub = async () => {
  const server = await startFakeHub({ identifier: "me", secret: "s", namespaces: {}, found: results });
  onTestFinished(server.stop);
  return server;
};

describe("a registry with a search", () => {
  it("answers itself; what has a page here is marked, and what only the index knows stands behind", async () => {
    const server = await hub();
    const id = await stored("docker-hub", server.endpoint, ["library/nginx", "me/nginx-private", "me/redis"]);
    const answer = await ask(id, { q: "nginx" });
    expect(answer).toMatchObject({ by: "registry", total: 4 });
    expect(answer.found.map(({ name, known }) => [name, known])).toEqual([
      ["library/nginx", true],
      ["bitnami/nginx", false],
      ["me/nginx-proxy", false],
      ["me/nginx-private", true],
    ]);
  });

  it("narrows, and goes on where the page before ended", async () => {
    const id = await stored("docker-hub", (await hub()).endpoint, ["me/nginx-private"]);
    expect(namesOf(await ask(id, { q: "nginx", official: "true" }))).toEqual(["library/nginx"]);
    expect(namesOf(await ask(id, { q: "nginx", stars: "100" }))).toEqual(["library/nginx", "bitnami/nginx"]);
    const first = await ask(id, { q: "nginx", limit: "2" });
    const second = await ask(id, { q: "nginx", limit: "2", cursor: first.next ?? "" });
    expect(namesOf(second)).toEqual(["me/nginx-proxy"]);
    expect(second.next).toBeUndefined();
  });

  it("that does not answer says why, and the index answers for it", async () => {
    const server = await hub();
    const id = await stored("docker-hub", server.endpoint, ["me/nginx-a", "me/nginx-b"]);
    server.inject((_request, response) => {
      response.writeHead(429, { "retry-after": "60" });
      response.end();
    });
    const answer = await ask(id, { q: "nginx", limit: "1" });
    expect(answer).toMatchObject({ by: "index", error: { code: "RATE_LIMITED", params: { seconds: 60 } } });
    expect(namesOf(answer)).toEqual(["me/nginx-a"]);
    // What follows is the index's own page: the registry is not asked a second time.
    const asked = server.seen.length;
    expect(namesOf(await ask(id, { q: "nginx", limit: "1", cursor: answer.next ?? "" }))).toEqual([
      "me/nginx-b",
    ]);
    expect(server.seen.length).toBe(asked);
    expect(await ask(id, { q: "nginx", official: "true" })).toMatchObject({
      found: [],
      error: { code: "RATE_LIMITED" },
    });
  });

  it("switched off is looked for in the index, and no failure", async () => {
    const server = await startFakeRegistry();
    onTestFinished(server.stop);
    const id = await stored("zot", server.endpoint, ["team/nginx"]);
    expect(await ask(id, { q: "nginx" })).toEqual({
      by: "index",
      found: [{ name: "team/nginx", known: true }],
      total: 1,
    });
    expect(await ask(id, { q: "nginx", stars: "1" })).toMatchObject({ found: [], unknown: "stars" });
  });

  it("is left out where it cannot tell what is asked for, and not asked when it is disabled", async () => {
    const server = await startFakeZot(["team/nginx"]);
    onTestFinished(server.stop);
    const id = await stored("zot", server.endpoint, ["team/nginx-known"]);
    expect(await ask(id, { q: "nginx", official: "true" })).toEqual({
      by: "registry",
      found: [],
      unknown: "official",
    });
    await db().registry.update({ where: { id }, data: { disabledAt: new Date() } });
    expect(namesOf(await ask(id, { q: "nginx" }))).toEqual(["team/nginx-known"]);
    expect(server.seen).toEqual([]);
  });
});

describe("a registry without a search", () => {
  it("is looked for in the index, page by page, and costs the registry nothing", async () => {
    const id = await stored("generic", "http://127.0.0.1:1", ["team/web", "web/a", "web/b", "db"]);
    const first = await ask(id, { q: "WEB", limit: "2" });
    expect(first).toMatchObject({ by: "index", total: 3 });
    const second = await ask(id, { q: "WEB", limit: "2", cursor: first.next ?? "" });
    expect([...namesOf(first), ...namesOf(second)]).toEqual(["team/web", "web/a", "web/b"]);
    expect(second.next).toBeUndefined();
  });
});

it("goes to every registry, or to the one named; bad questions go to none", async () => {
  const a = await stored("generic", "http://127.0.0.1:1");
  const b = await stored("quay", "https://quay.io");
  const sources = (input: object) => executeRead(listSearchSources, actorOf("viewer"), async () => input);
  const found = (ids: readonly string[]) => ({
    ok: true,
    data: ids.map((registryId) => expect.objectContaining({ registryId })),
  });
  expect(await sources({ q: "web" })).toEqual(found([a, b]));
  expect(await sources({ q: "web", registryId: b })).toEqual(found([b]));
  for (const bad of [{ q: " " }, { q: "x".repeat(201) }, { q: "a", stars: "-1" }, { q: "a", cursor: "x" }]) {
    expect(await sources(bad)).toMatchObject({ ok: false, error: { code: "INVALID_INPUT" } });
  }
  expect(await sources({ q: "web", registryId: "nobody" })).toMatchObject({
    ok: false,
    error: { code: "NOT_FOUND" },
  });
});
