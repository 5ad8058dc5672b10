import { afterAll, beforeAll, expect, it } from "vitest";
import { upsertRepositories } from "#lib/catalog/index.ts";
import { bulk } from "#lib/db/index.ts";
import { openTestDatabase, type TestDatabase } from "#lib/db/testing.ts";
import { digestOf } from "#lib/registry/digest.ts";
import { type FakeRegistry, startFakeRegistry } from "#lib/registry/testing/fake-registry.ts";
import { type TestManifest, testImage, testIndex } from "#lib/registry/testing/images.ts";
import { syncRepository } from "./sync-repository.ts";
import { storedRegistry } from "./testing.ts";

let database: TestDatabase & { close(): Promise<void> };
let registry: FakeRegistry;
let registryId: string;
beforeAll(async () => {
  [database, registry] = await Promise.all([openTestDatabase(), startFakeRegistry()]);
  registryId = await storedRegistry(registry.endpoint, "fake", "distribution");
});
afterAll(async () => {
  await Promise.all([registry.stop(), database.close()]);
});

/** Tags 100 to 179. A list opens with the highest. */
async function stored(name: string, manifestOf: (text: string) => TestManifest): Promise<TestManifest[]> {
  await upsertRepositories(bulk, registryId, [name]);
  return Array.from({ length: 80 }, (_, index) => {
    const manifest = manifestOf(`${name} ${index}`);
    registry.put(name, `${100 + index}`, manifest);
    return manifest;
  });
}
const asked = (name: string) =>
  registry.seen.map(({ url }) => url).filter((url) => url.startsWith(`/v2/${name}/`));

it("has all that the first tags lead to before it asks for the others", async () => {
  const indexes = await stored("many-platforms", (text) => testIndex({ text }));
  await expect(syncRepository(registryId, "many-platforms")).resolves.toMatchObject({ changed: 80 });
  const requests = asked("many-platforms");
  const others = requests.indexOf("/v2/many-platforms/manifests/139");
  expect(others).toBeGreaterThan(0);
  const early = requests.slice(0, others);
  const led = indexes
    .slice(40)
    .flatMap(({ children }) =>
      children.flatMap(({ digest, blobs: [config] }) => [digest, digestOf(config ?? new Uint8Array())]),
    );
  for (const digest of led) expect(early).toContainEqual(expect.stringContaining(digest));
});

it("does not wait with the others for one of the first tags where these lead to nothing", {
  timeout: 20_000,
}, async () => {
  const images = await stored("one-platform", (text) => testImage({ text }));
  const config = digestOf(images[41]?.blobs[0] ?? new Uint8Array());
  const others = Promise.withResolvers<void>();
  registry.inject((request, _response, next) => {
    if (request.url === "/v2/one-platform/manifests/100") others.resolve();
    if (request.url?.endsWith(config)) void others.promise.then(next);
    else next();
  });
  await expect(syncRepository(registryId, "one-platform")).resolves.toMatchObject({ changed: 80 });
});
