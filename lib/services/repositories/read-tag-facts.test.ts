import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { findTag, listTags, upsertRepositories } from "#lib/catalog/index.ts";
import { bulk, db } from "#lib/db/index.ts";
import { openTestDatabase, type TestDatabase } from "#lib/db/testing.ts";
import { execute, executeRead } from "#lib/operations/index.ts";
import { sendJson } from "#lib/registry/testing/fake-registry.ts";
import { testImage } from "#lib/registry/testing/images.ts";
import { startFakeHarbor } from "#lib/registry/testing/products/harbor.ts";
import { createRegistry } from "../registries/index.ts";
import { getRepository } from "./get-repository.ts";
import { reachRepository } from "./reach.ts";
import { syncRepository } from "./sync-repository.ts";
import { actorOf } from "./testing.ts";

let database: TestDatabase & { close(): Promise<void> };
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const name = "team/sub/app";
const [older, newer] = [testImage({ text: "older" }), testImage({ text: "newer" })];
const day = (number: number) => `2026-03-0${number}T00:00:00.000Z`;
const tag = (of: string, push_time: string, pull_time = "0001-01-01T00:00:00.000Z") => ({
  name: of,
  push_time,
  pull_time,
});

/** A Harbor with one repository, connected as an administrator connects one. */
async function harbor(artifacts: unknown[], tags: Readonly<Record<string, typeof older>>) {
  const server = await startFakeHarbor({
    projects: { team: ["sub/app"] },
    accounts: { me: { secret: "word", projects: ["team"] } },
    facts: { [name]: artifacts },
  });
  onTestFinished(server.stop);
  for (const [of, image] of Object.entries(tags)) server.put(name, of, image);
  const typed = { product: "harbor", name: server.endpoint, endpoint: server.endpoint };
  const created = await execute(createRegistry, actorOf("administrator"), {
    ...typed,
    username: "me",
    secret: "word",
  });
  if (!created.ok) throw new Error(created.error.code);
  const { registryId } = created.data;
  await upsertRepositories(bulk, registryId, [name]);
  const { id } = await reachRepository(registryId, name);
  return {
    server,
    registryId,
    id,
    sync: () => syncRepository(registryId, name),
    asked: () => server.seen.filter(({ url }) => url.includes("/artifacts")).length,
    row: () => db().repository.findUniqueOrThrow({ where: { id } }),
  };
}

describe("an index run at a product that tells of tags", () => {
  it("keeps when they were pushed and pulled, and sorts over all of them by it", async () => {
    const { registryId, id, sync, row } = await harbor(
      [
        { digest: older.digest, tags: [tag("1.0", day(1), day(5)), tag("1.1", day(3))] },
        { digest: newer.digest, tags: [tag("2.0", day(2), day(4)), tag("gone", day(9), day(9))] },
      ],
      { "1.0": older, "1.1": older, "2.0": newer, untold: newer },
    );
    await expect(sync()).resolves.toMatchObject({ state: "done", tags: 4, changed: 4 });

    const by = async (sort: "pushed" | "pulled") =>
      (await listTags(bulk, { repositoryId: id, sort, direction: "desc", limit: 10 })).items;
    expect((await by("pushed")).map((one) => [one.name, one.pushedAt])).toEqual([
      ["untold", null],
      ["1.1", day(3)],
      ["2.0", day(2)],
      ["1.0", day(1)],
    ]);
    expect((await by("pulled")).map((one) => [one.name, one.pulledAt])).toEqual([
      ["1.0", day(5)],
      ["2.0", day(4)],
      ["untold", null],
      ["1.1", null],
    ]);
    expect((await row()).lastPushedAt?.toISOString()).toBe("2026-03-03T00:00:00.000Z");
    const view = await executeRead(getRepository, actorOf("viewer"), async () => ({
      registryId,
      repository: name,
    }));
    expect(view).toMatchObject({ ok: true, data: { told: { pushed: true, pulled: true } } });
  });

  it("believes no push of a digest the tag does not point to, and forgets one when the tag moves", async () => {
    const artifacts: unknown[] = [{ digest: older.digest, tags: [tag("1.0", day(1), day(2))] }];
    const { server, id, sync } = await harbor(artifacts, { "1.0": newer });
    await sync();
    expect(await findTag(bulk, id, "1.0")).toMatchObject({ pushedAt: null, pulledAt: day(2) });
    artifacts[0] = { digest: newer.digest, tags: [tag("1.0", day(3))] };
    await sync();
    expect(await findTag(bulk, id, "1.0")).toMatchObject({ pushedAt: day(3), pulledAt: day(2) });
    server.put(name, "1.0", older);
    await sync();
    expect(await findTag(bulk, id, "1.0")).toMatchObject({ pushedAt: null, pulledAt: null });
  });

  it("ends well without an answer, and with one that makes no sense", async () => {
    const { server, id, sync, row } = await harbor([], { "1.0": older });
    let status = 403;
    server.inject((request, response, next) =>
      request.url?.includes("/artifacts")
        ? void sendJson(response, status, [{ digest: 1, tags: { name: "1.0" } }, "1.0", null])
        : next(),
    );
    for (status of [403, 404, 200]) {
      await expect(sync()).resolves.toMatchObject({ state: "done", tags: 1 });
      expect((await row()).indexError).toBeNull();
    }
    expect(await findTag(bulk, id, "1.0")).toMatchObject({ pushedAt: null, digest: older.digest });
    const registry = await db().registry.findFirstOrThrow({ where: { endpoint: server.endpoint } });
    expect(registry.healthError).toBeNull();
  });

  it("asks again for what may have changed, not for more than a request per hundred tags", async () => {
    const untagged = Array.from({ length: 250 }, () => ({ digest: newer.digest, tags: [] }));
    const artifacts = [...untagged, { digest: older.digest, tags: [tag("1.0", day(1), day(2))] }];
    const { server, id, sync, asked } = await harbor(artifacts, { "1.0": older });
    await sync();
    expect(asked()).toBe(3);
    expect(await findTag(bulk, id, "1.0")).toMatchObject({ pushedAt: day(1), pulledAt: day(2) });
    await sync();
    expect(asked()).toBe(4);
    server.put(name, "2.0", newer);
    await sync();
    expect(asked()).toBe(7);
  });
});
