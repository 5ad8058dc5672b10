import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { upsertRepositories } from "#lib/catalog/index.ts";
import { bulk, db } from "#lib/db/index.ts";
import { openTestDatabase, type TestDatabase } from "#lib/db/testing.ts";
import { startFakeRegistry } from "#lib/registry/testing/fake-registry.ts";
import * as faults from "#lib/registry/testing/faults.ts";
import { testImage } from "#lib/registry/testing/images.ts";
import { startRechecks } from "./recheck.ts";
import { syncRegistry } from "./sync-registry.ts";
import { syncRepository } from "./sync-repository.ts";
import { storedRegistry } from "./testing.ts";

let database: TestDatabase & { close(): Promise<void> };
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

/** A registry with these repositories, those in `silent` never answered for; the others are read already. */
async function registryOf(names: readonly string[], silent: Set<string>) {
  const fake = await startFakeRegistry({
    faults: [
      (request, response, next) =>
        [...silent].some((name) => request.url?.includes(`/${name}/`))
          ? faults.resetConnection()(request, response, next)
          : next(),
    ],
  });
  onTestFinished(fake.stop);
  for (const name of names) fake.put(name, "1.0", testImage());
  const id = await storedRegistry(fake.endpoint);
  await upsertRepositories(bulk, id, names);
  for (const name of names) if (!silent.has(name)) await syncRepository(id, name);
  const fails = (name: string) =>
    expect(syncRepository(id, name)).rejects.toMatchObject({ code: "REGISTRY_UNREACHABLE" });
  return { fake, id, fails };
}
const health = async (id: string) => (await db().registry.findUniqueOrThrow({ where: { id } })).health;
const errorOf = async (registryId: string, name: string) =>
  (await db().repository.findFirstOrThrow({ where: { registryId, name } })).indexError;

describe("a repository that never answers", () => {
  it("says so itself; its registry, which answers, is well", async () => {
    const { id, fails } = await registryOf(["app", "slow"], new Set(["slow"]));
    await syncRegistry(id);
    await fails("slow");
    await fails("slow");
    expect(await errorOf(id, "slow")).toMatchObject({ code: "REGISTRY_UNREACHABLE" });
    expect(await health(id)).toBe("ok");
  });

  it("is not alone when the registry does not answer either: that is what is said of it", async () => {
    const { fake, id, fails } = await registryOf(["app", "slow"], new Set(["slow"]));
    await syncRegistry(id);
    await fake.stop();
    await fails("slow");
    expect(await health(id)).toBe("error");
  });

  it("makes its registry fail together with most of the others, until they answer again", async () => {
    const silent = new Set(["a", "b"]);
    const { id, fails } = await registryOf(["a", "b", "well"], silent);
    await syncRegistry(id);
    await fails("a");
    expect(await health(id)).toBe("ok");
    await fails("b");
    expect(await health(id)).toBe("error");
    await syncRegistry(id);
    expect(await health(id)).toBe("error");

    silent.clear();
    const stop = await startRechecks({ first: 20, most: 100 });
    onTestFinished(stop);
    await expect.poll(() => health(id), { timeout: 20_000 }).toBe("ok");
    await expect.poll(() => errorOf(id, "b"), { timeout: 20_000 }).toBeNull();
  });
});
