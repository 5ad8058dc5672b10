import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { upsertRepositories } from "#lib/catalog/index.ts";
import { bulk, db } from "#lib/db/index.ts";
import { openTestDatabase, type TestDatabase } from "#lib/db/testing.ts";
import { closeQueue, type Worker } from "#lib/jobs/index.ts";
import { execute, executeRead } from "#lib/operations/index.ts";
import { testImage, testIndex } from "#lib/registry/testing/images.ts";
import { startFakeEcr } from "#lib/registry/testing/products/ecr.ts";
import { startFakeGitHub } from "#lib/registry/testing/products/packages.ts";
import { loadJob, startWorkers } from "../jobs/index.ts";
import { createRegistry } from "../registries/index.ts";
import { anonymousFields, testActor } from "../registries/testing.ts";
import { syncRepository } from "../repositories/index.ts";
import { useTestKey } from "../testing.ts";
import { deleteTags, planDeletion } from "./index.ts";

const administrator = testActor("administrator");
let database: TestDatabase & { close(): Promise<void> };
let worker: Worker;
beforeAll(async () => {
  useTestKey();
  database = await openTestDatabase();
  worker = await startWorkers();
});
afterAll(async () => {
  await worker.stop();
  await closeQueue();
  await database.close();
});

async function connected(fields: object, repository: string): Promise<string> {
  const input = { ...anonymousFields, name: randomUUID(), ...fields };
  const result = await execute(createRegistry, administrator, input);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  const { registryId } = result.data;
  await upsertRepositories(bulk, registryId, [repository]);
  await syncRepository(registryId, repository);
  return registryId;
}

async function plan(registryId: string, repository: string, ...tags: string[]) {
  const input = { registryId, repository, what: { kind: "tags", tags } };
  const result = await executeRead(planDeletion, administrator, async () => input);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.data;
}

async function ended(input: object) {
  const result = await execute(deleteTags, administrator, input);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  const { jobId } = result.data;
  await expect.poll(async () => (await loadJob(jobId)).finishedAt, { timeout: 10_000 }).not.toBeNull();
  return loadJob(jobId);
}

it("an image goes with its last tag where the product does that, said before and never by surprise", async () => {
  const key = { id: "AKIDEXAMPLE", secret: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" };
  const [account, region] = ["012345678910", "eu-central-1"];
  const [image, other] = [testImage({ text: "ecr" }), testImage({ text: "ecr, another" })];
  const images = new Map([["app", new Set(["1.0", "latest", "old"])]]);
  const scope = { region, service: "ecr" };
  const ecr = await startFakeEcr({ key, account, repositories: ["app"], scope, images });
  onTestFinished(ecr.stop);
  for (const tag of ["1.0", "latest"]) ecr.put("app", tag, image);
  ecr.put("app", "old", other);
  const settings = { kind: "ecr", region, accountId: account };
  const login = { username: key.id, secret: key.secret };
  const fields = { product: "ecr", endpoint: ecr.endpoint, settings, ...login };
  const registryId = await connected(fields, "app");

  expect((await plan(registryId, "app", "1.0", "old")).images).toMatchObject([
    { digest: image.digest, tags: ["1.0"], siblings: ["latest"], keepers: ["latest"], goes: false },
    { digest: other.digest, tags: ["old"], siblings: [], keepers: [], goes: true },
  ]);
  expect(await plan(registryId, "app", "1.0", "latest")).toMatchObject({
    by: "tag",
    images: [{ tags: ["1.0", "latest"], goes: true, keepers: [] }],
  });

  // The index still has the tag that kept the image.
  ecr.take("app", "latest");
  const order = { registryId, repository: "app", by: "tag" };
  const kept = { digest: image.digest, tags: ["1.0"], keepers: ["latest"] };
  expect(await ended({ ...order, images: [kept] })).toMatchObject({
    state: "failed",
    error: { code: "CONFLICT", reason: "tag_is_last", params: { tag: "1.0" } },
  });
  expect(ecr.actions).not.toContain("BatchDeleteImage");
  const [now] = (await plan(registryId, "app", "1.0")).images;
  expect(now).toMatchObject({ siblings: [], keepers: [], goes: true });
  expect(await ended({ ...order, images: [{ digest: image.digest, tags: ["1.0"] }] })).toMatchObject({
    state: "succeeded",
    progress: { deleted: ["1.0"] },
  });
  expect(images.get("app")).toEqual(new Set(["latest", "old"]));
});

it("GitHub's versions go with all their tags, once each of them is named, and an index that loses one is named too", async () => {
  const secret = "ghp_0123456789abcdef";
  const repository = "octo/cli";
  const [image, index] = [testImage({ text: "version" }), testIndex({ text: "versions" })];
  const [child] = index.children;
  if (!child) throw new Error("an index without children");
  const versions = [
    { id: 1, digest: image.digest, tags: ["1.0", "latest"] },
    { id: 2, digest: index.digest, tags: ["all"] },
    { id: 3, digest: child.digest, tags: ["amd64"] },
  ];
  const held = new Map([[repository, [...versions]]]);
  const github = await startFakeGitHub({ owners: { octo: ["cli"] }, credential: secret, versions: held });
  onTestFinished(github.stop);
  for (const tag of ["1.0", "latest"]) github.put(repository, tag, image);
  github.put(repository, "all", index);
  github.put(repository, "amd64", child);
  const settings = { kind: "namespaces", namespaces: ["octo"] };
  const fields = { product: "ghcr", endpoint: github.endpoint, settings, username: "octo", secret };
  const registryId = await connected(fields, repository);

  expect(await plan(registryId, repository, "1.0")).toMatchObject({
    by: "digest",
    images: [{ tags: ["1.0"], siblings: ["latest"], goes: true }],
  });
  expect((await plan(registryId, repository, "amd64")).images).toMatchObject([{ breaks: ["all"] }]);

  const order = { registryId, repository, by: "digest" };
  expect(await ended({ ...order, images: [{ digest: image.digest, tags: ["1.0"] }] })).toMatchObject({
    state: "failed",
    error: { reason: "tags_appeared", params: { tags: "latest" } },
  });
  const both = { digest: image.digest, tags: ["1.0", "latest"] };
  expect(await ended({ ...order, images: [both] })).toMatchObject({
    state: "succeeded",
    progress: { deleted: ["1.0", "latest"] },
  });
  expect(held.get(repository)).toEqual(versions.slice(1));
  expect(github.seen.filter(({ method }) => method === "DELETE").map(({ url }) => url)).toEqual([
    "/api/v3/users/octo/packages/container/cli/versions/1",
  ]);
  expect(await db().tag.count({ where: { repository: { registryId }, goneAt: null } })).toBe(2);
});
