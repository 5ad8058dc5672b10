import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { upsertRepositories } from "#lib/catalog/index.ts";
import { bulk, databaseNow, db } from "#lib/db/index.ts";
import { openTestDatabase, type TestDatabase } from "#lib/db/testing.ts";
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

const minute = 60_000;
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
  it("is stale when there is none, or after five minutes", async () => {
    expect(await stale()).toEqual([true, true]);
    await indexed(4 * minute);
    expect(await stale()).toEqual([false, false]);
    await indexed(6 * minute);
    expect(await stale()).toEqual([true, true]);
  });

  it.each([1, -1])("neither ages nor stays fresh with this machine's clock (%i day)", async (days) => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + days * day });
    await indexed(4 * minute);
    expect(await stale()).toEqual([false, false]);
    await indexed(6 * minute);
    expect(await stale()).toEqual([true, true]);
  });

  it("written before the database's clock was set back is not fresh for a day", async () => {
    await indexed(-day);
    expect(await stale()).toEqual([true, true]);
  });
});
