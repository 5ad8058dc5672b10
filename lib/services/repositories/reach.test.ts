import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { upsertRepositories } from "#lib/catalog/index.ts";
import { bulk, databaseNow, db } from "#lib/db/index.ts";
import { openTestDatabase, type TestDatabase } from "#lib/db/testing.ts";
import { keepNotices } from "../registries/index.ts";
import { reachRegistry, reachRepository } from "./reach.ts";
import { storedRegistry } from "./testing.ts";

let database: TestDatabase & { close(): Promise<void> };
let registryId: string;
beforeAll(async () => {
  database = await openTestDatabase();
});
beforeEach(async () => {
  registryId = await storedRegistry("http://127.0.0.1:1");
  await upsertRepositories(bulk, registryId, ["team/app"]);
});
afterEach(() => void vi.useRealTimers());
afterAll(() => database.close());

const second = 1_000;
const minute = 60 * second;
const day = 24 * 60 * minute;

async function indexed(ago: number): Promise<void> {
  const at = new Date((await databaseNow()).getTime() - ago);
  await db().registry.update({ where: { id: registryId }, data: { repositoriesIndexedAt: at } });
  await db().repository.updateMany({ where: { registryId }, data: { indexedAt: at } });
}
const stale = async () => {
  const [registry, repository] = [
    await reachRegistry(registryId),
    await reachRepository(registryId, "team/app"),
  ];
  return [registry.stale, repository.stale];
};

describe("an index", () => {
  it("is stale when there is none; a registry's after five minutes, a repository's after half of one", async () => {
    expect(await stale()).toEqual([true, true]);
    await indexed(20 * second);
    expect(await stale()).toEqual([false, false]);
    await indexed(40 * second);
    expect(await stale()).toEqual([false, true]);
    await indexed(6 * minute);
    expect(await stale()).toEqual([true, true]);
  });

  it("of a repository stays fresh a second for every ten tags, and never longer than five minutes", async () => {
    const tags = (tagCount: number) =>
      db().repository.updateMany({ where: { registryId }, data: { tagCount } });
    await tags(1_000);
    await indexed(80 * second);
    expect(await stale()).toEqual([false, false]);
    await indexed(2 * minute);
    expect(await stale()).toEqual([false, true]);
    await tags(1_000_000);
    await indexed(4 * minute);
    expect(await stale()).toEqual([false, false]);
    await indexed(6 * minute);
    expect(await stale()).toEqual([true, true]);
  });

  it("stays fresh for five minutes where the registry told how many requests it allows", async () => {
    await keepNotices(registryId, {
      notices: () => ({ warnings: [], rateLimit: { limit: 100, remaining: 62, window: 21_600 } }),
    });
    await indexed(4 * minute);
    expect(await stale()).toEqual([false, false]);
    await indexed(6 * minute);
    expect(await stale()).toEqual([true, true]);
  });

  it.each([1, -1])("neither ages nor stays fresh with this machine's clock (%i day)", async (days) => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + days * day });
    await indexed(20 * second);
    expect(await stale()).toEqual([false, false]);
    await indexed(6 * minute);
    expect(await stale()).toEqual([true, true]);
  });

  it("written before the database's clock was set back is not fresh for a day", async () => {
    await indexed(-day);
    expect(await stale()).toEqual([true, true]);
  });
});
