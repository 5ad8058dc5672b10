import pLimit from "p-limit";
import { afterAll, beforeAll, expect, it } from "vitest";
import { unseenManifests, upsertRepositories } from "#lib/catalog/index.ts";
import { bulk } from "#lib/db/index.ts";
import { openTestDatabase, type TestDatabase } from "#lib/db/testing.ts";
import { createRegistryClient } from "#lib/registry/client.ts";
import { ociEmpty, ociIndex, ociManifest } from "#lib/registry/media-types.ts";
import { type FakeRegistry, startFakeRegistry } from "#lib/registry/testing/fake-registry.ts";
import { rawManifest, type TestManifest } from "#lib/registry/testing/images.ts";
import { testTarget } from "#lib/registry/testing/target.ts";
import type { Digest, RepositoryName } from "#lib/registry/types.ts";
import { ManifestFetcher } from "./fetch-manifests.ts";
import { reachRepository } from "./reach.ts";
import { storedRegistry } from "./testing.ts";

const name = "trap" as RepositoryName;
let database: TestDatabase & { close(): Promise<void> };
let registry: FakeRegistry;
let repositoryId: bigint;
beforeAll(async () => {
  [database, registry] = await Promise.all([openTestDatabase(), startFakeRegistry()]);
  const registryId = await storedRegistry(registry.endpoint);
  await upsertRepositories(bulk, registryId, [name]);
  repositoryId = (await reachRepository(registryId, name)).id;
});
afterAll(async () => {
  await Promise.all([registry.stop(), database.close()]);
});

/** A manifest of ten kilobytes, put where it can be fetched. */
function padded(serial: string): TestManifest {
  const config = { mediaType: ociEmpty, digest: `sha256:${"4".repeat(64)}`, size: 2 };
  const annotations = { serial, padding: "x".repeat(10_000) };
  const body = { schemaVersion: 2, mediaType: ociManifest, config, layers: [], annotations };
  const manifest = rawManifest(body, ociManifest);
  registry.put(name, `child-${serial}`, manifest);
  return manifest;
}

function indexOf(tag: string, children: readonly TestManifest[]): TestManifest {
  const manifests = children.map(({ mediaType, digest, raw }) => ({
    mediaType,
    digest,
    size: raw.byteLength,
    platform: { os: "linux", architecture: "amd64" },
  }));
  const index = rawManifest({ schemaVersion: 2, mediaType: ociIndex, manifests }, ociIndex);
  registry.put(name, tag, index);
  return index;
}

function fetcher(limits: { readonly tag: number; readonly batch: number }): ManifestFetcher {
  const client = createRegistryClient(testTarget(registry.endpoint));
  const { signal } = new AbortController();
  const context = {
    db: bulk,
    client,
    repositoryId,
    name,
    signal,
    priority: "background",
    limit: pLimit(1),
  } as const;
  return new ManifestFetcher(context, limits);
}

it("gives up an index of manifests without end, each within its limit, and reads the tag beside it", async () => {
  const endless = indexOf(
    "endless",
    Array.from({ length: 40 }, (_, serial) => padded(`a${serial}`)),
  );
  const beside = indexOf("beside", [padded("b1"), padded("b2")]);
  const before = registry.seen.length;
  const problems = await fetcher({ tag: 55_000, batch: 1_000_000 }).ensure([
    endless.digest,
    beside.digest,
  ] as Digest[]);
  expect([...problems]).toEqual([[endless.digest, expect.objectContaining({ reason: "too_large" })]]);
  expect(registry.seen.length - before).toBeLessThan(15);
  // Nothing is known of a child that was not fetched, and the index itself is.
  expect(await unseenManifests(bulk, [endless.digest, beside.digest])).toEqual([]);
});

it("bounds what a batch holds, however many tags share it", async () => {
  const tags = Array.from({ length: 10 }, (_, serial) =>
    indexOf(`t${serial}`, [padded(`c${serial}`), padded(`d${serial}`)]),
  );
  const before = registry.seen.length;
  const problems = await fetcher({ tag: 55_000, batch: 60_000 }).ensure(
    tags.map(({ digest }) => digest as Digest),
  );
  expect(problems.size).toBeGreaterThan(0);
  expect(registry.seen.length - before).toBeLessThan(20);
});
