import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { upsertRepositories } from "#lib/catalog/index.ts";
import { bulk, db } from "#lib/db/index.ts";
import { openTestDatabase, type TestDatabase } from "#lib/db/testing.ts";
import { type FakeRegistry, startFakeRegistry } from "#lib/registry/testing/fake-registry.ts";
import * as faults from "#lib/registry/testing/faults.ts";
import { testImage } from "#lib/registry/testing/images.ts";
import { startRechecks } from "./recheck.ts";
import { pauseLeft } from "./run-errors.ts";
import { syncRegistry } from "./sync-registry.ts";
import { syncRepository } from "./sync-repository.ts";
import { storedRegistry } from "./testing.ts";

let database: TestDatabase & { close(): Promise<void> };
let registry: FakeRegistry;
let registryId: string;
/** What the registry answers now; undefined: the truth. */
let spoilt: ReturnType<typeof faults.answer> | undefined;
let stop: () => unknown = () => undefined;

beforeAll(async () => {
  database = await openTestDatabase();
});
beforeEach(async () => {
  spoilt = undefined;
  registry = await startFakeRegistry({
    faults: [(...all) => (spoilt ? spoilt(...all) : all[2]())],
  });
  registry.put("team/app", "1.0", testImage());
  registryId = await storedRegistry(registry.endpoint);
});
afterEach(async () => {
  vi.useRealTimers();
  await stop();
  await db().registry.deleteMany();
  await registry.stop();
});
afterAll(() => database.close());

const day = 24 * 3_600_000;
const quick = { first: 50, most: 200 };
const health = async () => (await db().registry.findUniqueOrThrow({ where: { id: registryId } })).health;

describe("a registry that failed", () => {
  it("is asked again by itself until it answers, and the repositories it failed with it", async () => {
    await upsertRepositories(bulk, registryId, ["team/app"]);
    stop = await startRechecks(quick);
    spoilt = faults.resetConnection();
    await expect(syncRepository(registryId, "team/app")).rejects.toMatchObject({
      code: "REGISTRY_UNREACHABLE",
    });
    expect(await health()).toBe("error");
    spoilt = undefined;
    await expect.poll(health, { timeout: 20_000 }).toBe("ok");
    const repository = () => db().repository.findFirstOrThrow({ where: { registryId } });
    await expect.poll(async () => (await repository()).indexError, { timeout: 20_000 }).toBeNull();
    expect((await repository()).tagCount).toBe(1);
  });

  it("before the server started is asked again, too", async () => {
    spoilt = faults.html(200, "Maintenance");
    await expect(syncRegistry(registryId)).rejects.toMatchObject({ reason: "unexpected_answer" });
    spoilt = undefined;
    stop = await startRechecks(quick);
    await expect.poll(health, { timeout: 20_000 }).toBe("ok");
  });

  it("is left alone for as long as it asked for", async () => {
    spoilt = faults.answer(429, "", { "retry-after": "3600" });
    await expect(syncRegistry(registryId)).rejects.toMatchObject({ code: "RATE_LIMITED" });
    const asked = registry.seen.length;
    stop = await startRechecks(quick);
    const other = await storedRegistry("http://127.0.0.1:1");
    const failures = async () =>
      (await db().registry.findUniqueOrThrow({ where: { id: other } })).healthCheckedAt?.getTime() ?? 0;
    await expect(syncRegistry(other)).rejects.toMatchObject({ code: "REGISTRY_UNREACHABLE" });
    // Another one was asked again in the meantime: there was time enough.
    const first = await failures();
    await expect.poll(failures, { timeout: 20_000 }).toBeGreaterThan(first);
    expect(registry.seen).toHaveLength(asked);
  });

  it("is left alone no longer than that, whichever clock was set back", () => {
    const error = { code: "RATE_LIMITED", params: { seconds: 3600, until: Date.now() + day } } as const;
    expect(pauseLeft(error, 600_000)).toBe(3_000_000);
    expect(pauseLeft(error, day)).toBe(0);
    // Its row was written an hour before the database went back by a day.
    expect(pauseLeft(error, 3_600_000 - day)).toBe(0);
    expect(pauseLeft(error, -20)).toBe(3_600_000);
    expect(pauseLeft({ code: "TIMEOUT" }, 0)).toBe(0);
  });

  it("is asked again once its pause is over, though this machine's clock was set back", async () => {
    const error = { code: "RATE_LIMITED", params: { seconds: 3600, until: Date.now() } };
    const before = new Date(Date.now() - 3_600_000);
    await db().registry.update({
      where: { id: registryId },
      data: { health: "warn", healthError: error, healthCheckedAt: before },
    });
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() - day });
    stop = await startRechecks(quick);
    await expect.poll(health, { timeout: 20_000 }).toBe("ok");
  });

  it("for its password is not tried again: that locks accounts", async () => {
    spoilt = faults.answer(401, "", { "www-authenticate": "Basic" });
    await db().registry.update({
      where: { id: registryId },
      data: {
        health: "error",
        healthError: { code: "REGISTRY_UNAUTHORIZED", reason: "credentials_refused" },
      },
    });
    await upsertRepositories(bulk, registryId, ["team/app"]);
    const other = await storedRegistry(registry.endpoint);
    await db().registry.update({
      where: { id: other },
      data: { health: "error", healthError: { code: "TIMEOUT" } },
    });
    stop = await startRechecks(quick);
    // The other is asked (without a password, which is refused as a listing); this one never is.
    const reason = async () => (await db().registry.findUniqueOrThrow({ where: { id: other } })).healthError;
    await expect.poll(reason, { timeout: 20_000 }).toMatchObject({ reason: "listing_refused" });
    expect(registry.seen.filter(({ url }) => url.includes("team/app"))).toEqual([]);
    expect(await db().repository.findFirstOrThrow({ where: { registryId } })).toMatchObject({
      indexError: null,
    });
  });
});
