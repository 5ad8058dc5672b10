import { afterAll, beforeAll, expect, it } from "vitest";
import { findTag, listTagMoves, upsertRepositories } from "#lib/catalog/index.ts";
import { bulk } from "#lib/db/index.ts";
import { openTestDatabase } from "#lib/db/testing.ts";
import { type DockerRegistry, startDockerRegistry } from "#lib/registry/testing/docker-registry.ts";
import { testImage, testIndex } from "#lib/registry/testing/images.ts";
import { type RegistryFront, startRegistryFront } from "#lib/registry/testing/registry-front.ts";
import { reachRepository } from "./reach.ts";
import { syncRepository } from "./sync-repository.ts";
import { storedRegistry } from "./testing.ts";

let database: { close(): Promise<void> };
let registry: DockerRegistry;
let front: RegistryFront;
let registryId: string;

beforeAll(async () => {
  [database, registry] = await Promise.all([
    openTestDatabase(),
    startDockerRegistry({ deleteEnabled: true }),
  ]);
  front = await startRegistryFront(registry.endpoint);
  registryId = await storedRegistry(front.endpoint, "distribution", "distribution");
});
afterAll(async () => {
  await front.stop();
  await Promise.all([registry.stop(), database.close()]);
});

async function known(name: string) {
  await upsertRepositories(bulk, registryId, [name]);
  return reachRepository(registryId, name);
}

/** What a run asked about manifests and blobs. */
async function asked(run: () => Promise<unknown>): Promise<string[]> {
  front.forget();
  await run();
  return front.requests.filter((line) => /\/(manifests|blobs)\//.test(line)).toSorted();
}

it("where nobody counts them, a tag never seen costs one request, and its image the configuration", async () => {
  const [image, index] = [testImage({ text: "taken" }), testIndex({ text: "taken along" })];
  for (const tag of ["1", "2"]) await registry.push("taken", tag, image);
  await registry.push("taken", "multi", index);
  const { id } = await known("taken");
  const first = await asked(() => syncRepository(registryId, "taken"));
  const manifest = (reference = "") => `GET /v2/taken/manifests/${reference}`;
  expect(first.filter((line) => line.includes("/manifests/"))).toEqual(
    ["1", "2", "multi", ...index.children.map(({ digest }) => digest)].map(manifest).toSorted(),
  );
  expect((await findTag(bulk, id, "2"))?.digest).toBe(image.digest);
  expect(await findTag(bulk, id, "multi")).toMatchObject({ digest: index.digest, error: null });

  const again = await asked(() => syncRepository(registryId, "taken"));
  expect(again).toEqual(["1", "2", "multi"].map((tag) => `HEAD /v2/taken/manifests/${tag}`));
});

it("configs are asked for beside manifests, not after all of them", async () => {
  for (let tag = 0; tag < 40; tag += 1)
    await registry.push("mixed", `1.${tag}`, testImage({ text: `mixed ${tag}` }));
  await known("mixed");
  front.forget();
  await syncRepository(registryId, "mixed");
  const kinds = front.requests.flatMap((line) => /\/(manifests|blobs)\//.exec(line)?.[1] ?? []);
  expect(kinds).toHaveLength(80);
  expect(kinds.indexOf("blobs")).toBeLessThan(kinds.lastIndexOf("manifests"));
});

it("one tag that is no manifest, or not the one it is said to be, is told; the others are read", async () => {
  const [fine, other] = [testImage({ text: "fine" }), testImage({ text: "another" })];
  for (const tag of ["fine", "lying", "nonsense"]) await registry.push("partly", tag, fine);
  const { id } = await known("partly");
  const type = fine.mediaType;
  front.intercept((_method, path) =>
    path.endsWith("/lying")
      ? {
          status: 200,
          type,
          body: other.raw.toString(),
          headers: { "docker-content-digest": `sha256:${"b".repeat(64)}` },
        }
      : path.endsWith("/nonsense")
        ? { status: 200, type, body: "<html>sign in</html>" }
        : undefined,
  );
  await syncRepository(registryId, "partly");
  expect(await findTag(bulk, id, "fine")).toMatchObject({ digest: fine.digest, error: null });
  expect(await findTag(bulk, id, "lying")).toMatchObject({
    digest: null,
    error: { reason: "digest_mismatch" },
  });
  expect(await findTag(bulk, id, "nonsense")).toMatchObject({
    digest: null,
    error: { code: "REGISTRY_REJECTED" },
  });
  expect(await listTagMoves(bulk, id, "lying")).toEqual([]);

  front.intercept(undefined);
  await syncRepository(registryId, "partly");
  for (const tag of ["lying", "nonsense"]) {
    expect(await findTag(bulk, id, tag)).toMatchObject({ digest: fine.digest, error: null });
  }
});

it("a manifest lost under its tag is found by a run nobody waits for", async () => {
  const image = testImage({ text: "lost" });
  await registry.push("lost", "1.0", image);
  for (const tag of ["2.0", "3.0"]) await registry.push("lost", tag, testImage({ text: `kept ${tag}` }));
  const { id } = await known("lost");
  await syncRepository(registryId, "lost");
  registry.lose("lost", image.digest);
  await syncRepository(registryId, "lost", { priority: "background" });
  expect(await findTag(bulk, id, "1.0")).toBeNull();
  expect(await findTag(bulk, id, "2.0")).toMatchObject({ error: null });
});
