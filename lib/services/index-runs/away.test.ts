import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { openTestDatabase } from "#lib/db/testing.ts";
import { closeQueue, type JobDefinition, startWorker, type Worker } from "#lib/jobs/index.ts";
import { execute } from "#lib/operations/index.ts";
import { startFakeRegistry } from "#lib/registry/testing/fake-registry.ts";
import * as faults from "#lib/registry/testing/faults.ts";
import { testImage } from "#lib/registry/testing/images.ts";
import { cancelJob, loadJobLog, pauseJob, resumeJob } from "../jobs/index.ts";
import { recordEnded } from "../jobs/record-ended.ts";
import { actorOf, storedRegistry } from "../repositories/testing.ts";
import { indexJobWith } from "./index-job.ts";
import { ended, load, order } from "./testing/ordered.ts";
import { quick } from "./testing/quick.ts";

const operator = actorOf("operator");
const patiently = { timeout: 30_000, interval: 20 };
const tries = 4;

let database: Awaited<ReturnType<typeof openTestDatabase>>;
let worker: Worker;
beforeAll(async () => {
  database = await openTestDatabase();
  const job = indexJobWith({ ...quick, first: 500, tries });
  const definitions = [job] as unknown as readonly JobDefinition[];
  worker = await startWorker({ definitions, ended: recordEnded });
});
afterAll(async () => {
  await worker.stop();
  await closeQueue();
  await database.close();
});

/** A registry of three repositories that may be away, from the start or from so many requests on. */
async function registry({ answers }: { answers: number }) {
  const fake = await startFakeRegistry();
  onTestFinished(fake.stop);
  for (const name of ["a", "b", "c"]) fake.put(name, "1.0", testImage({ text: name }));
  let left = answers;
  fake.inject((...[request, response, next]) => {
    left -= 1;
    if (left >= 0) next();
    else faults.resetConnection()(request, response, next);
  });
  const registryId = await storedRegistry(fake.endpoint);
  return {
    registryId,
    back: () => {
      left = Number.POSITIVE_INFINITY;
    },
  };
}
const waiting = async (jobId: string) => (await load(jobId)).progress?.waiting?.error.code ?? null;
const state = async (jobId: string) => (await load(jobId)).state;

it("runs whose registries are away keep nobody from being read, and go on when theirs are back, or end as they did", async () => {
  // Two are away from the start, two go away while they are read; the worker has four places.
  const away = await Promise.all([0, 0, 6, 6].map((answers) => registry({ answers })));
  const jobs = await Promise.all(away.map(({ registryId }) => order(registryId)));
  for (const jobId of jobs) await expect.poll(() => waiting(jobId), patiently).toBe("REGISTRY_UNREACHABLE");
  const started = (await Promise.all(jobs.map(load))).map(({ startedAt }) => startedAt);

  const well = await registry({ answers: Number.POSITIVE_INFINITY });
  const read = await ended(await order(well.registryId));
  expect(read).toMatchObject({ state: "succeeded", result: { repositories: 3, tags: 3 } });
  // It came at once: nobody had given up by then.
  expect(await Promise.all(jobs.map(state))).toEqual(Array(4).fill("running"));

  const [lost, ...others] = jobs;
  for (const { back } of away.slice(1)) back();
  for (const jobId of others) {
    expect(await ended(jobId)).toMatchObject({
      state: "succeeded",
      result: { repositories: 3, tags: 3, failedRepositories: 0, failedTags: 0 },
    });
  }
  const failed = await ended(lost ?? "");
  expect(failed).toMatchObject({ state: "failed", error: { code: "REGISTRY_UNREACHABLE" } });
  const waits = (await loadJobLog(failed.id)).filter(({ error }) => error?.code === "REGISTRY_UNREACHABLE");
  expect(waits).toHaveLength(tries);
  expect((await Promise.all(jobs.map(load))).map(({ startedAt }) => startedAt)).toEqual(started);
});

it("a run that waits for its registry is paused and cancelled at once", async () => {
  const { registryId } = await registry({ answers: 0 });
  const jobId = await order(registryId);
  // The second wait is a long one.
  const waits = async () => (await loadJobLog(jobId)).length;
  await expect.poll(waits, patiently).toBe(2);
  await execute(pauseJob, operator, { jobId });
  await expect.poll(() => state(jobId)).toBe("paused");
  await execute(resumeJob, operator, { jobId });
  await expect.poll(() => waiting(jobId), patiently).toBe("REGISTRY_UNREACHABLE");
  await execute(cancelJob, operator, { jobId });
  await expect.poll(() => state(jobId)).toBe("cancelled");
});
