import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { findTag, listTagMoves, listTags, upsertRepositories } from "#lib/catalog/index.ts";
import { bulk, db } from "#lib/db/index.ts";
import { openTestDatabase, type TestDatabase } from "#lib/db/testing.ts";
import { type DockerRegistry, startDockerRegistry } from "#lib/registry/testing/docker-registry.ts";
import { testHelmChart, testImage, testIndex } from "#lib/registry/testing/images.ts";
import { type RegistryFront, startRegistryFront } from "#lib/registry/testing/registry-front.ts";
import type { IndexProgress } from "./index-tags.ts";
import { reachRepository } from "./reach.ts";
import { refreshInBackground, syncRepository } from "./sync-repository.ts";
import { syncState } from "./sync-state.ts";
import { storedRegistry } from "./testing.ts";

let database: TestDatabase & { close(): Promise<void> };
let registry: DockerRegistry;
let front: RegistryFront;
let registryId: string;

beforeAll(async () => {
  [database, registry] = await Promise.all([
    openTestDatabase(),
    startDockerRegistry({ deleteEnabled: true }),
  ]);
  front = await startRegistryFront(registry.endpoint);
  registryId = await storedRegistry(front.endpoint);
});
afterEach(() => front.intercept(undefined));
afterAll(async () => {
  await front.stop();
  await Promise.all([registry.stop(), database.close()]);
});

async function known(name: string) {
  await upsertRepositories(bulk, registryId, [name]);
  return reachRepository(registryId, name);
}

async function rows(repositoryId: bigint) {
  const page = await listTags(bulk, { repositoryId, sort: "name", direction: "asc", limit: 100 });
  return new Map(page.items.map((row) => [row.name, row]));
}

/** Counts of manifest and blob requests by method. */
function asked(method: string, part: "manifests" | "blobs" | "tags"): number {
  return front.requests.filter((line) => line.startsWith(`${method} `) && line.includes(`/${part}/`)).length;
}

describe("a first index run", () => {
  it("tells images, indexes, attestations and artifacts apart, with sizes, dates and platforms", async () => {
    const image = testImage({ text: "kinds" });
    await registry.push("kinds", "image", image);
    await registry.push("kinds", "oci", testImage({ oci: true, text: "oci" }));
    await registry.push("kinds", "list", testIndex({ oci: false, text: "list" }));
    await registry.push("kinds", "attested", testIndex({ attested: true }));
    await registry.push("kinds", "chart", testHelmChart());
    const { id } = await known("kinds");

    await expect(syncRepository(registryId, "kinds")).resolves.toMatchObject({ state: "done", tags: 5 });

    const tags = await rows(id);
    expect(tags.get("image")).toMatchObject({
      digest: image.digest,
      kind: "image",
      totalBytes: image.blobs.reduce((sum, blob) => sum + blob.byteLength, 0),
      createdAt: "2024-05-06T07:08:09.000Z",
      error: null,
    });
    expect(tags.get("image")?.platforms.map((p) => p.platform)).toEqual(["linux/amd64"]);
    expect(tags.get("list")).toMatchObject({ kind: "index", createdAt: "2024-05-06T07:08:09.000Z" });
    const attested = tags.get("attested");
    expect(attested?.platforms.map((p) => p.platform)).toEqual(["linux/amd64", "linux/arm64/v8"]);
    expect(attested?.platforms.every((p) => (p.bytes ?? 0) > 0)).toBe(true);
    expect(tags.get("chart")).toMatchObject({
      kind: "artifact",
      artifactType: "application/vnd.cncf.helm.config.v1+json",
      createdAt: null,
    });

    const row = await db().repository.findUniqueOrThrow({ where: { id } });
    const distinct = await bulk.query<{ bytes: string }>(
      `SELECT sum(size) AS bytes FROM (SELECT DISTINCT "blobDigest", "size" FROM "ManifestBlob") b`,
    );
    expect(row.tagCount).toBe(5);
    expect(row.storedBytes).toBe(BigInt(distinct[0]?.bytes ?? 0));
    expect(row.indexError).toBeNull();
  });

  it("claims no date for what has none", async () => {
    await registry.push("dateless", "chart", testHelmChart());
    const { id } = await known("dateless");
    await syncRepository(registryId, "dateless");
    const row = await db().repository.findUniqueOrThrow({ where: { id } });
    expect([row.tagCount, row.lastPushedAt]).toEqual([1, null]);
  });

  it("fetches a manifest once for all tags, and nothing another repository has shown", async () => {
    const image = testImage({ text: "shared" });
    for (const tag of ["1", "2", "3"]) await registry.push("first", tag, image);
    await registry.push("second", "latest", image);
    await known("first");
    front.forget();
    await syncRepository(registryId, "first");
    expect([asked("HEAD", "manifests"), asked("GET", "manifests"), asked("GET", "blobs")]).toEqual([3, 1, 1]);

    const second = await known("second");
    front.forget();
    await syncRepository(registryId, "second");
    expect([asked("HEAD", "manifests"), asked("GET", "manifests"), asked("GET", "blobs")]).toEqual([1, 0, 0]);
    expect((await rows(second.id)).get("latest")?.digest).toBe(image.digest);
  });

  it("begins with the tags a list shows first, and has their images before it asks about others", async () => {
    const names = Array.from({ length: 60 }, (_, index) => `1.${index}`);
    for (const name of names) await registry.push("ordered", name, testImage({ text: name }));
    await known("ordered");
    front.forget();

    await syncRepository(registryId, "ordered");

    const lines = front.requests.filter((line) => line.includes("/manifests/"));
    const others = new Set(names.slice(0, 20).map((name) => `HEAD /v2/ordered/manifests/${name}`));
    const first = lines.slice(
      0,
      lines.findIndex((line) => others.has(line)),
    );
    expect(first.filter((line) => line.startsWith("HEAD ")).sort()).toEqual(
      names
        .slice(20)
        .map((name) => `HEAD /v2/ordered/manifests/${name}`)
        .sort(),
    );
    expect(first.filter((line) => line.startsWith("GET "))).toHaveLength(40);
  });

  it("is one run however many ask at once", async () => {
    await registry.push("crowd", "a", testImage({ text: "crowd" }));
    await known("crowd");
    front.forget();
    const outcomes = await Promise.all([1, 2, 3].map(() => syncRepository(registryId, "crowd")));
    expect(outcomes.map((outcome) => outcome.state)).toEqual(["done", "done", "done"]);
    expect(asked("GET", "tags")).toBe(1);
  });

  it("leaves a repository to the instance that is already at it", async () => {
    const { id } = await known("crowd");
    front.forget();
    const outcome = await bulk.withLock(`longshore:index:${id}`, () => syncRepository(registryId, "crowd"));
    expect(outcome).toEqual({ state: "elsewhere" });
    expect(front.requests).toEqual([]);
  });
});

describe("a re-check", () => {
  it("follows a moved tag and remembers where it was; unchanged ones cost a HEAD", async () => {
    const [before, after] = [testImage({ text: "before" }), testImage({ text: "after" })];
    await registry.push("moving", "latest", before);
    await registry.push("moving", "1.0", before);
    const { id } = await known("moving");
    await syncRepository(registryId, "moving");
    await registry.push("moving", "latest", after);
    front.forget();

    await expect(syncRepository(registryId, "moving")).resolves.toMatchObject({ changed: 1 });

    expect([asked("HEAD", "manifests"), asked("GET", "manifests"), asked("GET", "blobs")]).toEqual([2, 1, 1]);
    expect((await findTag(bulk, id, "latest"))?.digest).toBe(after.digest);
    expect(await listTagMoves(bulk, id, "latest")).toMatchObject([
      { fromDigest: before.digest, toDigest: after.digest },
    ]);
    expect(await listTagMoves(bulk, id, "1.0")).toEqual([]);
  });

  it("writes no tag that is where it was, and every tag is as fresh as the run", async () => {
    for (const tag of ["one", "two"]) await registry.push("still", tag, testImage({ text: `still ${tag}` }));
    const { id } = await known("still");
    const written: number[] = [];
    const onProgress = (progress: IndexProgress) => written.push(progress.written);
    await syncRepository(registryId, "still", { onProgress });
    // The names, then where they point.
    expect(written.splice(0)).toEqual([2, 4]);
    const versions = () =>
      bulk.query(`SELECT "name", ctid::text, xmin::text, xmax::text FROM "Tag" WHERE "repositoryId" = $1`, [
        id,
      ]);
    const [before, first] = [await versions(), await findTag(bulk, id, "one")];

    await syncRepository(registryId, "still", { onProgress });

    expect(written).toEqual([0, 0]);
    expect(await versions()).toEqual(before);
    const second = await findTag(bulk, id, "one");
    expect(Date.parse(second?.checkedAt ?? "")).toBeGreaterThan(Date.parse(first?.checkedAt ?? ""));
  });

  it("settles an index whose reader was killed before it could", async () => {
    await registry.push("unsettled", "list", testIndex({ text: "unsettled" }));
    const { id } = await known("unsettled");
    await syncRepository(registryId, "unsettled");
    const whole = (await rows(id)).get("list");
    await bulk.query(
      `UPDATE "Manifest" SET "totalBytes" = NULL, "createdAt" = NULL, "platforms" = '{}' WHERE "digest" = $1`,
      [whole?.digest],
    );
    expect((await rows(id)).get("list")).toMatchObject({ totalBytes: null });

    await syncRepository(registryId, "unsettled");

    expect((await rows(id)).get("list")).toEqual(whole);
    expect(whole?.totalBytes).toBeGreaterThan(0);
  });

  it("marks a deleted tag gone, and notices its return", async () => {
    const image = testImage({ text: "deleted" });
    await registry.push("deleting", "gone", image);
    await registry.push("deleting", "stays", testImage({ text: "stays" }));
    const { id } = await known("deleting");
    await syncRepository(registryId, "deleting");
    await fetch(`${registry.endpoint}/v2/deleting/manifests/${image.digest}`, { method: "DELETE" });
    await syncRepository(registryId, "deleting");
    expect([...(await rows(id)).keys()]).toEqual(["stays"]);

    await registry.push("deleting", "gone", image);
    await syncRepository(registryId, "deleting");
    expect([...(await rows(id)).keys()]).toEqual(["gone", "stays"]);
    expect(await listTagMoves(bulk, id, "gone")).toMatchObject([
      { fromDigest: null, toDigest: image.digest },
      { fromDigest: image.digest, toDigest: null },
    ]);
  });

  it("drops a tag that vanished between the listing and the question", async () => {
    await registry.push("vanishing", "here", testImage({ text: "here" }));
    const { id } = await known("vanishing");
    front.intercept((_method, path) =>
      path.includes("/vanishing/tags/list")
        ? { status: 200, body: JSON.stringify({ name: "vanishing", tags: ["here", "ghost"] }) }
        : undefined,
    );
    await syncRepository(registryId, "vanishing");
    expect([...(await rows(id)).keys()]).toEqual(["here"]);
  });

  it("says so when the repository itself is no more", async () => {
    const { id } = await known("never-pushed");
    await expect(syncRepository(registryId, "never-pushed")).rejects.toMatchObject({
      reason: "name_unknown",
    });
    const row = await db().repository.findUniqueOrThrow({ where: { id } });
    expect(row.goneAt).not.toBeNull();
    expect(row.indexError).toMatchObject({ reason: "name_unknown" });
  });
});

describe("an index somebody opens", () => {
  it("is re-checked again half a minute after a run that went well, once for all who look", async () => {
    await registry.push("opened", "1", testImage({ text: "opened" }));
    const { id } = await known("opened");
    await syncRepository(registryId, "opened");
    const open = async () => refreshInBackground(registryId, await reachRepository(registryId, "opened"));
    front.forget();
    expect(await open()).toBe(false);
    expect(front.requests).toEqual([]);

    await db()
      .$executeRaw`UPDATE "Repository" SET "indexedAt" = now() - interval '31 seconds' WHERE "id" = ${id}`;
    // The first run is not over before the last one looked.
    const looked = Promise.withResolvers<undefined>();
    front.intercept(() => looked.promise);
    expect(await Promise.all([open(), open(), open()])).toEqual([true, true, true]);
    looked.resolve(undefined);
    await Promise.all([...syncState().running.values()]);
    front.intercept(undefined);
    expect(await open()).toBe(false);
    expect(asked("GET", "tags")).toBe(1);
    expect(asked("HEAD", "manifests")).toBe(1);
  });
});

describe("trouble", () => {
  it("marks the one tag whose manifest is broken and indexes the others", async () => {
    const broken = testImage({ text: "broken" });
    await registry.push("partly", "broken", broken);
    await registry.push("partly", "fine", testImage({ text: "fine" }));
    const { id } = await known("partly");
    front.intercept((method, path) =>
      method === "GET" && path.endsWith(broken.digest)
        ? { status: 200, type: broken.mediaType, body: '{"schemaVersion":2,"tampered":true}' }
        : undefined,
    );
    await expect(syncRepository(registryId, "partly")).resolves.toMatchObject({ state: "done", tags: 2 });
    const tags = await rows(id);
    expect(tags.get("broken")?.error).toMatchObject({ code: "REGISTRY_REJECTED", reason: "digest_mismatch" });
    expect(tags.get("fine")).toMatchObject({ error: null, kind: "image" });
    expect(await db().manifest.count({ where: { digest: broken.digest } })).toBe(0);

    front.intercept(undefined);
    await syncRepository(registryId, "partly");
    expect((await rows(id)).get("broken")).toMatchObject({ error: null, kind: "image" });
  });

  it("keeps an index whose registry lacks one of its platforms", async () => {
    const index = testIndex({ text: "sparse" });
    await registry.push("sparse", "latest", index);
    const { id } = await known("sparse");
    const missing = index.children[1]?.digest ?? "";
    const answer = JSON.stringify({ errors: [{ code: "MANIFEST_UNKNOWN", message: "manifest unknown" }] });
    front.intercept((_method, path) => (path.endsWith(missing) ? { status: 404, body: answer } : undefined));
    await syncRepository(registryId, "sparse");
    const tag = (await rows(id)).get("latest");
    expect(tag?.error).toBeNull();
    expect(tag?.platforms).toMatchObject([
      { platform: "linux/amd64", bytes: expect.any(Number) },
      { platform: "linux/arm64/v8", bytes: null },
    ]);
  });

  it("keeps what it had when the repository is refused, says why, and does not ask again at once", async () => {
    await registry.push("offline", "1", testImage({ text: "offline" }));
    const { id } = await known("offline");
    await syncRepository(registryId, "offline");
    front.intercept(() => ({ status: 401, body: "{}" }));
    await expect(syncRepository(registryId, "offline")).rejects.toMatchObject({
      code: "REGISTRY_UNAUTHORIZED",
    });
    const row = await db().repository.findUniqueOrThrow({ where: { id }, include: { registry: true } });
    expect(row.indexError).toMatchObject({ code: "REGISTRY_UNAUTHORIZED" });
    expect(row.tagCount).toBe(1);
    // Docker Hub answers so for one repository that is not there: the registry itself is well.
    expect(row.registry.health).toBe("ok");

    front.forget();
    const stale = { name: "offline", stale: true };
    expect(refreshInBackground(registryId, stale)).toBe(false);
    expect(front.requests).toEqual([]);

    front.intercept(undefined);
    expect(refreshInBackground(registryId, stale, { force: true })).toBe(true);
    await Promise.allSettled([...syncState().running.values()]);
    const after = await db().repository.findUniqueOrThrow({ where: { id }, include: { registry: true } });
    expect(after.indexError).toBeNull();
    expect(after.registry.health).toBe("ok");
  });
});

describe("a thousand tags", () => {
  it("are indexed, and nothing changed when they are checked again", async () => {
    const images = Array.from({ length: 20 }, (_, index) => testImage({ text: `many ${index}` }));
    for (const [index, image] of images.entries()) await registry.push("many", `seed-${index}`, image);
    const put = async (index: number) => {
      const image = images[index % images.length];
      if (!image) return;
      await fetch(`${registry.endpoint}/v2/many/manifests/1.${index}`, {
        method: "PUT",
        headers: { "content-type": image.mediaType },
        body: image.raw.slice(),
      });
    };
    for (let start = 0; start < 980; start += 20) {
      await Promise.all(Array.from({ length: 20 }, (_, offset) => put(start + offset)));
    }
    const { id } = await known("many");
    await expect(syncRepository(registryId, "many")).resolves.toMatchObject({ tags: 1000, changed: 1000 });
    await expect(syncRepository(registryId, "many")).resolves.toMatchObject({ tags: 1000, changed: 0 });
    const query = { repositoryId: id, direction: "desc", limit: 100 } as const;
    const page = await listTags(bulk, { ...query, sort: "created", filter: "1.9" });
    expect(page.count).toBe(91);
  });
});
