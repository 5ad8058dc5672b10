import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { db } from "#lib/db/index.ts";
import { openTestDatabase } from "#lib/db/testing.ts";
import { closeQueue, type JobDefinition, startWorker, type Worker } from "#lib/jobs/index.ts";
import { startFakeRegistry } from "#lib/registry/testing/fake-registry.ts";
import * as faults from "#lib/registry/testing/faults.ts";
import { type TestManifest, testImage } from "#lib/registry/testing/images.ts";
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

/** A registry whose repositories have an image of their own each as 1.0, and one that all share as "well". */
async function registryOf(names: readonly string[]) {
  const fake = await startFakeRegistry();
  onTestFinished(fake.stop);
  const images = new Map<string, TestManifest>(names.map((name) => [name, testImage({ text: name })]));
  for (const [name, image] of images) {
    fake.put(name, "1.0", image);
    fake.put(name, "well", testImage({ text: "well" }));
  }
  const registryId = await storedRegistry(fake.endpoint);
  await db().registry.update({ where: { id: registryId }, data: { indexConcurrency: 4 } });
  const digestOf = (name: string) => images.get(name)?.digest ?? "";
  /** Where the answer to a HEAD, a manifest or a config of the repository's own image is asked for. */
  const paths = {
    head: (name: string) => `/${name}/manifests/1.0`,
    manifest: (name: string) => `/${name}/manifests/${digestOf(name)}`,
    config: (name: string) => `/${name}/blobs/`,
  };
  const asked = (part: string) => fake.seen.filter(({ url }) => url.includes(part)).length;
  return { fake, registryId, digestOf, paths, asked };
}

const patiently = { timeout: 15_000, interval: 20 };

/** Nothing wrong is stored: every byte has its digest, every tag points at what is there or nowhere, none moved or went. */
async function everythingGenuine() {
  const { tags, manifests, configs, moves } = await contents();
  for (const { genuine } of [...manifests, ...configs]) expect(genuine).toBe(true);
  expect(moves).toEqual([]);
  const digests = new Set(manifests.map(({ digest }) => digest));
  for (const { digest, error, goneAt } of tags) {
    expect([error, goneAt]).toEqual([null, null]);
    if (digest !== null) expect(digests).toContain(digest);
  }
  const pointers = new Map(
    tags.map(({ repository, name, digest }) => [`${repository}:${name}`, digest] as const),
  );
  return { pointers, digests };
}

it("answers that never come are asked for again, counted and told, and end the run of nobody else", async () => {
  const kinds = ["head", "manifest", "config"] as const;
  const well = Array.from({ length: 7 }, (_, at) => `a/well-${at}`);
  const [once, always] = [kinds.map((kind) => `once/${kind}`), kinds.map((kind) => `z/${kind}`)];
  const { fake, registryId, digestOf, paths, asked } = await registryOf([...well, ...once, ...always]);
  let hanging = true;
  for (const kind of kinds) {
    fake.inject(faults.at(paths[kind](`once/${kind}`), faults.times(1, faults.hang())));
    fake.inject((...[request, response, next]) => {
      if (hanging) faults.at(paths[kind](`z/${kind}`), faults.hang())(request, response, next);
      else next();
    });
  }

  const jobId = await order(registryId);
  const first = await ended(jobId);
  expect(first).toMatchObject({
    state: "succeeded",
    result: { repositories: 13, failedRepositories: 3, failedTags: 0 },
  });
  const failures = first.result?.failures.map(({ repository, tag, error }) => [repository, tag, error.code]);
  expect(failures?.toSorted()).toEqual(always.map((name) => [name, null, "TIMEOUT"]).toSorted());
  const told = (await loadJobLog(jobId)).filter(({ error }) => error?.code === "TIMEOUT");
  expect(told.map(({ line }) => line)).toHaveLength(always.length);
  expect(told.map(({ line }) => line)).toEqual(
    expect.arrayContaining(always.map((name) => ({ line: "unreadable", name }))),
  );
  for (const kind of kinds) {
    expect(asked(paths[kind](`once/${kind}`)), `once/${kind}`).toBe(2);
    expect(asked(paths[kind](`z/${kind}`)), `z/${kind}`).toBe(2);
  }

  const { pointers, digests } = await everythingGenuine();
  for (const name of [...well, ...once]) expect(pointers.get(`${name}:1.0`)).toBe(digestOf(name));
  for (const name of always) expect(pointers.get(`${name}:1.0`)).toBeNull();
  for (const name of ["z/head", "z/manifest"]) expect(digests).not.toContain(digestOf(name));
  const rows = await db().repository.findMany({ where: { registryId, name: { in: always } } });
  for (const { indexError, indexedAt } of rows) {
    expect([indexError, indexedAt]).toEqual([
      expect.objectContaining({ code: "TIMEOUT", params: expect.objectContaining({ alone: 1 }) }),
      null,
    ]);
  }
  expect(await db().registry.findUniqueOrThrow({ where: { id: registryId } })).toMatchObject({
    health: "ok",
  });

  hanging = false;
  expect(await ended(await order(registryId))).toMatchObject({ result: { failures: [], tags: 26 } });
  const mended = (await everythingGenuine()).pointers;
  for (const name of always) expect(mended.get(`${name}:1.0`)).toBe(digestOf(name));
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
  answers = Number.POSITIVE_INFINITY;
  expect(await ended(jobId)).toMatchObject({
    state: "succeeded",
    result: { repositories: 6, tags: 12, failures: [] },
  });
  const { pointers } = await everythingGenuine();
  for (const name of names) expect(pointers.get(`${name}:1.0`)).toBe(digestOf(name));
  expect(await db().registry.findUniqueOrThrow({ where: { id: registryId } })).toMatchObject({
    health: "ok",
  });
});
