import { expect, it, onTestFinished } from "vitest";
import { upsertRepositories } from "#lib/catalog/index.ts";
import { bulk, db } from "#lib/db/index.ts";
import { openTestDatabase } from "#lib/db/testing.ts";
import { startFakeRegistry } from "#lib/registry/testing/fake-registry.ts";
import * as faults from "#lib/registry/testing/faults.ts";
import { runShutdown } from "#lib/server/shutdown.ts";
import { startRechecks } from "./recheck.ts";
import { refreshRegistryInBackground } from "./sync-registry.ts";
import { refreshInBackground, syncRepository } from "./sync-repository.ts";
import { syncState, withRunSignal } from "./sync-state.ts";
import { storedRegistry } from "./testing.ts";

// Of its own, because a process ends once.
it("runs under way end with the server: no connection stays held, nothing is noted as the registry's fault", async () => {
  const database = await openTestDatabase();
  onTestFinished(() => database.close());
  const registry = await startFakeRegistry({ faults: [faults.hang()] });
  onTestFinished(registry.stop);
  const id = await storedRegistry(registry.endpoint);
  await upsertRepositories(bulk, id, ["team/app"]);
  const stop = await startRechecks();

  expect(refreshRegistryInBackground({ id, stale: true, disabled: false })).toBe(true);
  expect(refreshInBackground(id, { name: "team/app", stale: true })).toBe(true);
  await expect.poll(() => registry.seen.length).toBeGreaterThan(0);
  await runShutdown(5_000);
  await stop();

  expect(syncState().running.size).toBe(0);
  // One that got its lock only now has to hear of it too.
  expect(await withRunSignal(id, 60_000, async (signal) => signal.aborted)).toBe(true);
  await expect(syncRepository(id, "team/app")).rejects.toMatchObject({ code: "CANCELLED" });
  const { health, healthError } = await db().registry.findUniqueOrThrow({ where: { id } });
  expect(health).not.toBe("error");
  expect(healthError).toBeNull();
  expect((await db().repository.findFirstOrThrow({ where: { registryId: id } })).indexError).toBeNull();
});
