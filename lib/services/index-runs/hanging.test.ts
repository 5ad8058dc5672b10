import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { bulk, db } from "#lib/db/index.ts";
import { openTestDatabase } from "#lib/db/testing.ts";
import { closeQueue, type JobDefinition, startWorker, type Worker } from "#lib/jobs/index.ts";
import { startFakeRegistry } from "#lib/registry/testing/fake-registry.ts";
import * as faults from "#lib/registry/testing/faults.ts";
import { type TestManifest, testImage, testIndex } from "#lib/registry/testing/images.ts";
import { impatient } from "#lib/registry/testing/target.ts";
import { loadJobLog } from "../jobs/index.ts";
import { recordEnded } from "../jobs/record-ended.ts";
import { storedRegistry } from "../repositories/testing.ts";
import { indexJobWith } from "./index-job.ts";
import { contents } from "./testing/contents.ts";
import { ended, load, order } from "./testing/ordered.ts";
import { quick } from "./testing/quick.ts";

let database: Awaited<ReturnType<typeof openTestDatabase>>;
let worker: Worker;
beforeAll(async () => {
  database = await openTestDatabase();
  const job = indexJobWith({ ...quick, patience: { ...impatient, deadline: 500 } });
  worker = await startWorker({
    definitions: [job] as unknown as readonly JobDefinition[],
    ended: recordEnded,
  });
});
afterAll(async () => {
  await worker.stop();
  await closeQueue();
  await database.close();
});

/** A registry whose repositories have an index of their own each as 1.0, and one image that all share as "well". */
async function registryOf(names: readonly string[]) {
  const fake = await startFakeRegistry();
  onTestFinished(fake.stop);
  const images = new Map<string, TestManifest>(names.map((name) => [name, testIndex({ text: name })]));
  for (const [name, image] of images) {
    fake.put(name, "1.0", image);
    fake.put(name, "well", testImage({ text: "well" }));
  }
  // Where a manifest is fetched by its digest, each kind of request can be spoilt by itself.
  const registryId = await storedRegistry(fake.endpoint, undefined, "mirror");
  onTestFinished(async () => {
    await db().registry.delete({ where: { id: registryId } });
    await bulk.query(`DELETE FROM "TagMove"`);
  });
  await db().registry.update({ where: { id: registryId }, data: { indexConcurrency: 4 } });
  const digestOf = (name: string) => images.get(name)?.digest ?? "";
  /** Where a HEAD, a manifest, an index's child or its config of the repository's own index is asked for. */
  const paths = {
    head: (name: string) => `/${name}/manifests/1.0`,
    manifest: (name: string) => `/${name}/manifests/${digestOf(name)}`,
    child: (name: string) => `/${name}/manifests/${images.get(name)?.children[1]?.digest}`,
    config: (name: string) => `/${name}/blobs/${configOf(images.get(name)?.children[0])}`,
  };
  const asked = (part: string) => fake.seen.filter(({ url }) => url.includes(part)).length;
  let hanging = true;
  /** Never answered until the registry is mended. */
  const hang = (where: string) =>
    fake.inject((...[request, response, next]) => {
      if (hanging) faults.at(where, faults.hang())(request, response, next);
      else next();
    });
  const mend = () => {
    hanging = false;
  };
  return { fake, registryId, digestOf, paths, asked, hang, mend };
}

function configOf(image: TestManifest | undefined): string {
  const { config } = JSON.parse(Buffer.from(image?.raw ?? "").toString()) as { config: { digest: string } };
  return config.digest;
}

const patiently = { timeout: 15_000, interval: 20 };

/** Nothing wrong is stored: every byte has its digest, every tag points at what is there or nowhere, none moved or went. */
async function everythingGenuine() {
  const { tags, manifests, configs, moves } = await contents();
  for (const { genuine } of [...manifests, ...configs]) expect(genuine).toBe(true);
  expect(moves).toEqual([]);
  const digests = new Set(manifests.map(({ digest }) => digest));
  for (const { digest, goneAt } of tags) {
    expect(goneAt).toBeNull();
    if (digest !== null) expect(digests).toContain(digest);
  }
  const at = new Map(tags.map((tag) => [`${tag.repository}:${tag.name}`, tag]));
  return { tag: (name: string) => at.get(name), digests };
}

const alone = expect.objectContaining({ code: "TIMEOUT", params: expect.objectContaining({ alone: 1 }) });
const healthOf = async (id: string) => (await db().registry.findUniqueOrThrow({ where: { id } })).health;

it("a single answer that never comes is asked for again, marks its tag and holds up no other", async () => {
  const kinds = ["head", "manifest", "child", "config"] as const;
  const well = Array.from({ length: 6 }, (_, at) => `a/well-${at}`);
  const [once, always] = [kinds.map((kind) => `once/${kind}`), kinds.map((kind) => `z/${kind}`)];
  const { fake, registryId, digestOf, paths, asked, hang, mend } = await registryOf([
    ...well,
    ...once,
    ...always,
  ]);
  for (const kind of kinds) {
    fake.inject(faults.at(paths[kind](`once/${kind}`), faults.times(1, faults.hang())));
    hang(paths[kind](`z/${kind}`));
  }

  for (const times of [2, 3]) {
    const jobId = await order(registryId);
    const job = await ended(jobId);
    expect(job).toMatchObject({
      state: "succeeded",
      result: { repositories: 14, failedRepositories: 0, failedTags: 4 },
    });
    const failures = job.result?.failures.map(({ repository, tag, error }) => [repository, tag, error]);
    expect(failures?.toSorted()).toEqual(always.map((name) => [name, "1.0", alone]).toSorted());
    const told = (await loadJobLog(jobId)).filter(({ error }) => error?.code === "TIMEOUT");
    expect(told.map(({ line }) => line)).toHaveLength(always.length);
    expect(told.map(({ line }) => line)).toEqual(
      expect.arrayContaining(always.map((name) => ({ line: "unreadable", name: `${name}:1.0` }))),
    );
    // Known for its silence, it is asked for once.
    for (const kind of kinds) expect(asked(paths[kind](`z/${kind}`)), kind).toBe(times);
  }
  for (const kind of kinds) expect(asked(paths[kind](`once/${kind}`)), kind).toBeGreaterThan(1);

  const { tag, digests } = await everythingGenuine();
  const whole = { error: null, imagePlatforms: ["linux/amd64", "linux/arm64/v8"] };
  for (const name of [...well, ...once]) {
    expect(tag(`${name}:1.0`), name).toMatchObject({ ...whole, digest: digestOf(name) });
  }
  for (const name of always) {
    expect(tag(`${name}:well`), name).toMatchObject({ error: null, imagePlatforms: ["linux/amd64"] });
    expect(tag(`${name}:1.0`), name).toMatchObject({ error: alone });
  }
  for (const name of ["z/head", "z/manifest"]) {
    expect(tag(`${name}:1.0`)?.digest).toBeNull();
    expect(digests).not.toContain(digestOf(name));
  }
  const rows = await db().repository.findMany({ where: { registryId } });
  for (const { indexError, indexedAt } of rows)
    expect([indexError, indexedAt]).toEqual([null, expect.any(Date)]);
  expect(await healthOf(registryId)).toBe("ok");

  mend();
  expect(await ended(await order(registryId))).toMatchObject({ result: { failures: [], tags: 28 } });
  const mended = (await everythingGenuine()).tag;
  for (const name of always) {
    expect(mended(`${name}:1.0`), name).toMatchObject({ ...whole, digest: digestOf(name) });
  }
});

it("a tag that was read before keeps what is known of it, with the reason beside", async () => {
  const { fake, registryId, digestOf, paths, hang, mend } = await registryOf(["k/head", "k/moved"]);
  await ended(await order(registryId));
  const next = testImage({ text: "pushed since" });
  fake.put("k/moved", "1.0", next);
  hang(paths.head("k/head"));
  hang(`/k/moved/manifests/${next.digest}`);

  expect(await ended(await order(registryId))).toMatchObject({
    state: "succeeded",
    result: { failedTags: 2 },
  });
  const { tag } = await everythingGenuine();
  for (const name of ["k/head", "k/moved"]) {
    expect(tag(`${name}:1.0`), name).toMatchObject({
      digest: digestOf(name),
      error: alone,
      imagePlatforms: ["linux/amd64", "linux/arm64/v8"],
    });
  }

  mend();
  expect(await ended(await order(registryId))).toMatchObject({ result: { failures: [] } });
  const { tags, moves } = await contents();
  expect(tags.every(({ error }) => error === null)).toBe(true);
  expect(moves).toEqual([{ tag: "1.0", fromDigest: digestOf("k/moved"), toDigest: next.digest }]);
});

it("a repository with many of them, or with nothing else, is not read and marks no tag; the others are", async () => {
  const { fake, registryId, digestOf, paths, asked, hang } = await registryOf([
    "m/many",
    "m/other",
    "m/well",
  ]);
  for (let tag = 0; tag < 60; tag += 1) fake.put("m/many", `2.${tag}`, testImage({ text: `many ${tag}` }));
  hang("/m/many/manifests/2.");
  fake.put("m/single", "1.0", testImage({ text: "single" }));
  hang(paths.head("m/single"));

  const job = await ended(await order(registryId));
  expect(job).toMatchObject({ state: "succeeded", result: { failedRepositories: 2, failedTags: 0 } });
  const failures = job.result?.failures.map(({ repository, tag, error }) => [repository, tag, error.code]);
  expect(failures?.toSorted()).toEqual([
    ["m/many", null, "TIMEOUT"],
    ["m/single", null, "TIMEOUT"],
  ]);
  // A few each time, and nobody waits for the rest.
  expect(asked("/m/many/manifests/2.")).toBeLessThan(60);
  const { tags } = await contents();
  expect(tags.every(({ error }) => error === null)).toBe(true);
  expect((await everythingGenuine()).tag("m/other:1.0")?.digest).toBe(digestOf("m/other"));
});

it("a registry that falls silent in the middle is left alone with that reason, and read to its end when it answers", async () => {
  const names = Array.from({ length: 6 }, (_, at) => `s/${at}`);
  const { fake, registryId, digestOf } = await registryOf(names);
  let answers = 20;
  fake.inject((_request, _response, next) => {
    answers -= 1;
    if (answers >= 0) next();
  });
  const jobId = await order(registryId);
  const progress = async () => (await load(jobId)).progress;
  await expect.poll(progress, patiently).toMatchObject({ waiting: { error: { code: "TIMEOUT" } } });
  expect(await db().registry.findUniqueOrThrow({ where: { id: registryId } })).toMatchObject({
    health: "error",
    healthError: { code: "TIMEOUT" },
  });
  for (const { error } of (await contents()).tags) expect(error).toBeNull();
  answers = Number.POSITIVE_INFINITY;
  expect(await ended(jobId)).toMatchObject({
    state: "succeeded",
    result: { repositories: 6, tags: 12, failures: [] },
  });
  const { tag } = await everythingGenuine();
  for (const name of names) expect(tag(`${name}:1.0`)).toMatchObject({ digest: digestOf(name), error: null });
  expect(await healthOf(registryId)).toBe("ok");
});
