import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "#lib/auth/index.ts";
import { findTag, listTagMoves, upsertRepositories } from "#lib/catalog/index.ts";
import { bulk, db } from "#lib/db/index.ts";
import { openTestDatabase, type TestDatabase } from "#lib/db/testing.ts";
import { closeQueue, type Worker } from "#lib/jobs/index.ts";
import { execute, executeRead } from "#lib/operations/index.ts";
import { type DockerRegistry, startDockerRegistry } from "#lib/registry/testing/docker-registry.ts";
import { testImage, testIndex } from "#lib/registry/testing/images.ts";
import { type RegistryFront, startRegistryFront } from "#lib/registry/testing/registry-front.ts";
import { loadJob, loadJobLog, startWorkers } from "../jobs/index.ts";
import { reachRegistry, reachRepository, syncRepository } from "../repositories/index.ts";
import { storedRegistry } from "../repositories/testing.ts";
import { createTestActor, useTestKey } from "../testing.ts";
import { deleteManifest, deleteTags, planDeletion } from "./index.ts";

let database: TestDatabase & { close(): Promise<void> };
let deleting: DockerRegistry;
let front: RegistryFront;
let worker: Worker;
let registryId: string;
let administrator: Actor;
beforeAll(async () => {
  useTestKey();
  [database, deleting] = await Promise.all([
    openTestDatabase(),
    startDockerRegistry({ deleteEnabled: true }),
  ]);
  front = await startRegistryFront(deleting.endpoint);
  registryId = await storedRegistry(front.endpoint);
  administrator = await createTestActor("administrator");
  worker = await startWorkers();
});
afterEach(() => front.intercept(undefined));
afterAll(async () => {
  await worker.stop();
  await closeQueue();
  await front.stop();
  await Promise.all([deleting.stop(), database.close()]);
});

async function indexed(repository: string, at = registryId) {
  await upsertRepositories(bulk, at, [repository]);
  await syncRepository(at, repository);
  return reachRepository(at, repository);
}

const plan = (repository: string, tags: readonly string[], at = registryId) =>
  executeRead(planDeletion, administrator, async () => ({
    registryId: at,
    repository,
    what: { kind: "tags", tags },
  }));

async function ended(result: Awaited<ReturnType<typeof execute<never, { jobId: string }>>>) {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  const { jobId } = result.data;
  await expect.poll(async () => (await loadJob(jobId)).finishedAt, { timeout: 10_000 }).not.toBeNull();
  const { operationId } = await db().job.findUniqueOrThrow({ where: { id: jobId } });
  const events = await db().auditEvent.findMany({ where: { operationId }, orderBy: { id: "asc" } });
  return { job: await loadJob(jobId), events, log: await loadJobLog(jobId) };
}

const order = async (input: object) =>
  ended(await execute(deleteTags, administrator, { registryId, ...input }));

/** The statuses of HEAD at the registry itself. */
async function there(repository: string, ...references: string[]): Promise<number[]> {
  const accept =
    "application/vnd.docker.distribution.manifest.v2+json, application/vnd.oci.image.manifest.v1+json";
  return Promise.all(
    references.map(async (reference) => {
      const url = `${deleting.endpoint}/v2/${repository}/manifests/${reference}`;
      return (await fetch(url, { method: "HEAD", headers: { accept } })).status;
    }),
  );
}

/** A registry in front that takes a tag off alone, as the specification says. */
function untagging(): void {
  const off = new Set<string>();
  front.intercept((method, path) => {
    const tag = /\/manifests\/([^:]+)$/.exec(path)?.[1];
    if (tag === undefined) return undefined;
    if (method === "DELETE" && !tag.startsWith("longshore-")) off.add(tag);
    if (method === "DELETE") return { status: tag.startsWith("longshore-") ? 404 : 202, body: "" };
    return off.has(tag) ? { status: 404, body: "" } : undefined;
  });
}

describe("a registry that deletes by digest alone", () => {
  it("is asked once what it can do, and its plan names every tag that goes", async () => {
    const image = testImage({ text: "siblings" });
    for (const tag of ["1.0", "1", "latest"]) await deleting.push("siblings", tag, image);
    await deleting.push("siblings", "2.0", testImage({ text: "another" }));
    await indexed("siblings");
    // Pushed since the index was made: the plan knows it all the same.
    await deleting.push("siblings", "stable", image);
    const first = await plan("siblings", ["1.0", "absent"]);
    expect(first).toMatchObject({
      ok: true,
      data: {
        by: "digest",
        gone: ["absent"],
        frees: image.blobs.reduce((sum, blob) => sum + blob.byteLength, 0),
        images: [
          { digest: image.digest, tags: ["1.0"], kind: "image", platforms: ["linux/amd64"], breaks: [] },
        ],
      },
    });
    expect(first.ok && first.data.images[0]?.siblings.toSorted()).toEqual(["1", "latest", "stable"]);
    expect((await reachRegistry(registryId)).deletion).toEqual({
      deleteTag: "never",
      deleteDigest: "registry",
    });
    front.forget();
    await plan("siblings", ["1.0"]);
    expect(front.requests.filter((line) => line.startsWith("DELETE"))).toEqual([]);
    expect(await there("siblings", "1.0", "1", "latest", "stable", "2.0")).toEqual([200, 200, 200, 200, 200]);
  });

  it("deletes an image with all its tags when all were confirmed; the index and the log know at once", async () => {
    const image = testImage({ text: "whole" });
    for (const tag of ["1.0", "latest"]) await deleting.push("whole", tag, image);
    await deleting.push("whole", "2.0", testImage({ text: "stays" }));
    const { id } = await indexed("whole");
    const images = [{ digest: image.digest, tags: ["1.0", "latest"] }];
    const { job, events, log } = await order({ repository: "whole", by: "digest", images });
    expect(job).toMatchObject({ state: "succeeded", startedBy: administrator.username });
    expect(log.map(({ line }) => line)).toEqual(
      ["1.0", "latest"].map((name) => ({ line: "deleted", name, digest: image.digest })),
    );
    expect(await there("whole", "1.0", "latest", "2.0")).toEqual([404, 404, 200]);
    expect(await findTag(bulk, id, "1.0")).toBeNull();
    expect(await findTag(bulk, id, "2.0")).not.toBeNull();
    expect(await listTagMoves(bulk, id, "latest")).toMatchObject([
      { fromDigest: image.digest, toDigest: null },
    ]);
    expect(await db().repository.findUniqueOrThrow({ where: { id } })).toMatchObject({ tagCount: 1 });
    expect(events).toMatchObject([
      {
        phase: "intent",
        action: "tag.delete",
        registryId,
        detail: { by: "digest", tags: [`1.0 ${image.digest}`, `latest ${image.digest}`] },
      },
      { phase: "outcome", outcome: "done", detail: { deleted: ["1.0", "latest"], kept: [] } },
    ]);
  });

  it("keeps an image on which a tag appeared that nobody confirmed", async () => {
    const image = testImage({ text: "appeared" });
    for (const tag of ["1.0", "new"]) await deleting.push("appeared", tag, image);
    await indexed("appeared");
    const images = [{ digest: image.digest, tags: ["1.0"] }];
    const { job, events } = await order({ repository: "appeared", by: "digest", images });
    expect(job).toMatchObject({
      state: "failed",
      error: { code: "CONFLICT", reason: "tags_appeared", params: { tags: "new" } },
    });
    expect(await there("appeared", "1.0", "new")).toEqual([200, 200]);
    expect(events.at(-1)).toMatchObject({
      outcome: "failed",
      detail: { deleted: [], kept: ["1.0: tags_appeared"] },
    });
  });

  it("keeps an image whose tag moved since, deletes the others, and says which", async () => {
    const [old, other] = [testImage({ text: "old" }), testImage({ text: "other" })];
    await deleting.push("moved", "1.0", old);
    await deleting.push("moved", "2.0", other);
    await indexed("moved");
    await deleting.push("moved", "1.0", testImage({ text: "new" }));
    const images = [
      { digest: old.digest, tags: ["1.0"] },
      { digest: other.digest, tags: ["2.0"] },
    ];
    const { job, events } = await order({ repository: "moved", by: "digest", images });
    expect(job).toMatchObject({
      state: "failed",
      error: { reason: "deletion_incomplete", params: { kept: 1, total: 2 } },
      progress: { deleted: ["2.0"], kept: [{ tag: "1.0", error: { reason: "tag_moved" } }] },
    });
    expect(await there("moved", "1.0", old.digest, "2.0")).toEqual([200, 200, 404]);
    expect(events.at(-1)?.detail).toMatchObject({ deleted: ["2.0"], kept: ["1.0: tag_moved"] });
  });

  it("names the images of several platforms that would lose a part", async () => {
    const index = testIndex({ text: "parts" });
    await deleting.push("parts", "all", index);
    const child = index.children[0];
    if (!child) throw new Error("an index without children");
    await deleting.push("parts", "one", child);
    await indexed("parts");
    expect(await plan("parts", ["one"])).toMatchObject({ data: { images: [{ breaks: ["all"] }] } });
    expect(await plan("parts", ["all", "one"])).toMatchObject({
      data: { images: expect.arrayContaining([expect.objectContaining({ kind: "index", breaks: [] })]) },
    });
  });

  it("deletes an image without a tag by its digest", async () => {
    const image = testImage({ text: "untagged" });
    await deleting.push("untagged", image.digest, image);
    await deleting.push("untagged", "1.0", testImage({ text: "tagged" }));
    await indexed("untagged");
    const input = { registryId, repository: "untagged", digest: image.digest, tags: [] };
    const { job, events } = await ended(await execute(deleteManifest, administrator, input));
    expect(job).toMatchObject({ state: "succeeded", progress: { total: 1, deleted: [image.digest] } });
    expect(await there("untagged", image.digest, "1.0")).toEqual([404, 200]);
    expect(events[0]).toMatchObject({ action: "manifest.delete", targetType: "manifest" });
  });

  it("that goes away in between leaves a job that says what was done", async () => {
    const images = ["a", "b"].map((text) => testImage({ text: `broken ${text}` }));
    for (const [index, image] of images.entries()) await deleting.push("broken", `${index}.0`, image);
    await indexed("broken");
    front.intercept((method, path) =>
      method === "DELETE" && path.endsWith(images[1]?.digest ?? "") ? { status: 401, body: "{}" } : undefined,
    );
    const { job, events } = await order({
      repository: "broken",
      by: "digest",
      images: images.map(({ digest }, index) => ({ digest, tags: [`${index}.0`] })),
    });
    expect(job).toMatchObject({ state: "failed", error: { code: "REGISTRY_UNAUTHORIZED" } });
    expect(events.at(-1)).toMatchObject({ outcome: "failed", detail: { deleted: ["0.0"] } });
    expect(await there("broken", "0.0", "1.0")).toEqual([404, 200]);
  });
});

describe("a registry that deletes by tag", () => {
  it("keeps the image and its other tags; one gone before is no failure", async () => {
    const image = testImage({ text: "untag" });
    for (const tag of ["1.0", "latest", "old"]) await deleting.push("untag", tag, image);
    const at = await storedRegistry(front.endpoint);
    const { id } = await indexed("untag", at);
    untagging();
    expect(await plan("untag", ["1.0", "old"], at)).toMatchObject({
      data: { by: "tag", frees: 0, images: [{ tags: ["1.0", "old"], siblings: ["latest"] }] },
    });
    await fetch(`${front.endpoint}/v2/untag/manifests/old`, { method: "DELETE" });
    front.forget();
    const images = [{ digest: image.digest, tags: ["1.0", "old"] }];
    const { job } = await order({ registryId: at, repository: "untag", by: "tag", images });
    expect(job).toMatchObject({
      state: "succeeded",
      progress: { deleted: ["1.0"], gone: ["old"], kept: [] },
    });
    expect(front.requests.filter((line) => line.startsWith("DELETE"))).toEqual([
      "DELETE /v2/untag/manifests/1.0",
    ]);
    expect(await findTag(bulk, id, "latest")).not.toBeNull();
    expect(await findTag(bulk, id, "1.0")).toBeNull();
  });

  it("but now refuses a tag is not asked to delete the digest instead", async () => {
    const image = testImage({ text: "not instead" });
    await deleting.push("not-instead", "1.0", image);
    await indexed("not-instead");
    const images = [{ digest: image.digest, tags: ["1.0"] }];
    const { job } = await order({ repository: "not-instead", by: "tag", images });
    expect(job).toMatchObject({ state: "failed", error: { reason: "tag_delete_unsupported" } });
    expect(await there("not-instead", "1.0")).toEqual([200]);
  });
});

describe("a registry that deletes nothing", () => {
  it("says so before anything is ordered, and is not asked again", async () => {
    const off = await startDockerRegistry();
    const closed = await startRegistryFront(off.endpoint);
    await off.push("kept", "1.0", testImage({ text: "kept" }));
    const at = await storedRegistry(closed.endpoint);
    await indexed("kept", at);
    for (const asked of [2, 0]) {
      closed.forget();
      expect(await plan("kept", ["1.0"], at)).toMatchObject({
        ok: false,
        error: { code: "UNSUPPORTED", reason: "delete_disabled" },
      });
      expect(closed.requests.filter((line) => line.startsWith("DELETE"))).toHaveLength(asked);
    }
    expect((await reachRegistry(at)).deletion).toEqual({ deleteTag: "never", deleteDigest: "never" });
    await closed.stop();
    await off.stop();
  });
});

it("an order that no plan makes is refused", async () => {
  const image = testImage({ text: "senseless" });
  const input = { registryId, repository: "siblings", by: "digest" };
  for (const images of [
    [],
    [{ digest: image.digest, tags: [] }],
    [{ digest: image.digest, tags: ["a", "a"] }],
    [{ digest: image.digest, tags: ["../x"] }],
  ]) {
    expect(await execute(deleteTags, administrator, { ...input, images })).toMatchObject({
      error: { code: "INVALID_INPUT" },
    });
  }
});
