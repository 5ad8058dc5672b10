import pLimit, { type LimitFunction } from "p-limit";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { unseenManifests, upsertRepositories } from "#lib/catalog/index.ts";
import { bulk } from "#lib/db/index.ts";
import { openTestDatabase, type TestDatabase } from "#lib/db/testing.ts";
import { createRegistryClient } from "#lib/registry/client.ts";
import { ociEmpty, ociManifest } from "#lib/registry/media-types.ts";
import { type FakeRegistry, startFakeRegistry } from "#lib/registry/testing/fake-registry.ts";
import { bytesOf, descriptorOf, rawManifest, testImage } from "#lib/registry/testing/images.ts";
import { testTarget } from "#lib/registry/testing/target.ts";
import type { RegistryClient, RepositoryName } from "#lib/registry/types.ts";
import { ManifestFetcher } from "./fetch-manifests.ts";
import { reachRepository } from "./reach.ts";
import { storedRegistry } from "./testing.ts";

const name = "team/app" as RepositoryName;
let database: TestDatabase & { close(): Promise<void> };
let registry: FakeRegistry;
let client: RegistryClient;
let repositoryId: bigint;
beforeAll(async () => {
  [database, registry] = await Promise.all([openTestDatabase(), startFakeRegistry()]);
  client = createRegistryClient(testTarget(registry.endpoint));
  const registryId = await storedRegistry(registry.endpoint);
  await upsertRepositories(bulk, registryId, [name]);
  repositoryId = (await reachRepository(registryId, name)).id;
});
afterAll(async () => {
  await Promise.all([registry.stop(), database.close()]);
});

function fetcherOf(limit: LimitFunction): ManifestFetcher {
  const { signal } = new AbortController();
  return new ManifestFetcher({ db: bulk, client, repositoryId, name, signal, priority: "background", limit });
}
const requestsFor = (reference: string) => registry.seen.filter(({ url }) => url.endsWith(reference)).length;

it("has the config of what it takes before that is asked of it, and asks for neither again", async () => {
  const image = testImage({ text: "taken" });
  registry.put(name, "taken", image);
  const fetcher = fetcherOf(pLimit(1));
  const manifest = await client.getManifest(name, image.digest);
  const before = registry.seen.length;
  await fetcher.take(manifest);
  expect(registry.seen.slice(before).map(({ url }) => url)).toEqual([expect.stringContaining("/blobs/")]);
  expect(await fetcher.ensure([image.digest])).toEqual(new Map());
  expect(registry.seen.length - before).toBe(1);
  expect(await unseenManifests(bulk, [image.digest])).toEqual([]);
});

it("does not let who has the last turn wait for what needs one", { timeout: 10_000 }, async () => {
  const image = testImage({ text: "waits for its turn" });
  registry.put(name, "waits", image);
  const manifest = await client.getManifest(name, image.digest);
  const limit = pLimit(1);
  const fetcher = fetcherOf(limit);
  let ensured: Promise<unknown> | undefined;
  await limit(async () => {
    ensured = fetcher.ensure([image.digest]);
    await vi.waitUntil(() => limit.pendingCount === 1);
    await fetcher.take(manifest);
  });
  expect(await ensured).toEqual(new Map());
});

it("takes no more than it has room for; the rest is fetched when it is needed", async () => {
  const config = { mediaType: ociEmpty, digest: `sha256:${"4".repeat(64)}`, size: 2 };
  const images = ["a", "b", "c", "d"].map((serial) => {
    const annotations = { serial, padding: "x".repeat(3_000_000) };
    const body = { schemaVersion: 2, mediaType: ociManifest, config, layers: [], annotations };
    const image = rawManifest(body, ociManifest);
    registry.put(name, serial, image);
    return image;
  });
  const digests = images.map(({ digest }) => digest);
  const fetcher = fetcherOf(pLimit(1));
  const roomAfter: boolean[] = [];
  for (const digest of digests) {
    await fetcher.take(await client.getManifest(name, digest));
    roomAfter.push(fetcher.hasRoom);
  }
  expect(roomAfter).toEqual([true, true, false, false]);
  expect(await fetcher.ensure(digests)).toEqual(new Map());
  expect(digests.map(requestsFor)).toEqual([1, 1, 1, 2]);
  expect(fetcher.hasRoom).toBe(true);
});

it("marks an image whose config is known from an artifact, and is none", async () => {
  const bytes = bytesOf("no config of an image");
  const [artifact, image] = ["application/vnd.example.thing", "application/vnd.oci.image.config.v1+json"].map(
    (mediaType) => {
      const body = {
        schemaVersion: 2,
        mediaType: ociManifest,
        config: descriptorOf(bytes, mediaType),
        layers: [],
      };
      return rawManifest(body, ociManifest, [bytes]);
    },
  );
  if (!artifact || !image) throw new Error("unreachable");
  registry.put(name, "artifact", artifact);
  registry.put(name, "image", image);
  expect(await fetcherOf(pLimit(1)).ensure([artifact.digest])).toEqual(new Map());
  const problems = await fetcherOf(pLimit(1)).ensure([image.digest]);
  expect([...problems]).toEqual([[image.digest, expect.objectContaining({ reason: "unexpected_answer" })]]);
});
