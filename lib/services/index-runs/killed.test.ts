import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import * as fc from "fast-check";
import { afterAll, afterEach, beforeAll, expect, it, onTestFinished, vi } from "vitest";
import { bulk, db } from "#lib/db/index.ts";
import { openTestDatabase } from "#lib/db/testing.ts";
import { closeQueue, type JobDefinition, startWorker } from "#lib/jobs/index.ts";
import { execute } from "#lib/operations/index.ts";
import { type DockerRegistry, startDockerRegistry } from "#lib/registry/testing/docker-registry.ts";
import { type RegistryFront, startRegistryFront } from "#lib/registry/testing/registry-front.ts";
import { loadJob } from "../jobs/index.ts";
import { recordEnded } from "../jobs/record-ended.ts";
import { syncRegistry, syncRepository } from "../repositories/index.ts";
import { actorOf, storedRegistry } from "../repositories/testing.ts";
import { refreshRegistry } from "./index.ts";
import { indexJobWith } from "./index-job.ts";
import { type Contents, contents } from "./testing/contents.ts";
import { portAt } from "./testing/port.ts";
import { quick } from "./testing/quick.ts";
import { Visits } from "./testing/visits.ts";

const root = join(import.meta.dirname, "../../..");
const many = "team/many";
const repositories = [...Array.from({ length: 23 }, (_, index) => `team/app-${index}`), many];
const tagCounts = new Map(repositories.map((name) => [name, name === many ? 240 : 2]));
const patiently = { timeout: 50_000, interval: 20 };

let database: Awaited<ReturnType<typeof openTestDatabase>>;
let registry: DockerRegistry;
let front: RegistryFront;
/** Of a run nobody disturbed, in a database of its own. */
let undisturbed: Contents;
const children = new Set<ChildProcess>();

beforeAll(async () => {
  registry = await startDockerRegistry({ manyFiles: true });
  front = await startRegistryFront(registry.endpoint);
  const port = portAt(registry.endpoint);
  const pushes = repositories
    .slice(0, -1)
    .flatMap((name, at) => [
      () => port.image(name, "1.0", { text: `one ${at % 5}`, minute: at % 5, docker: at % 2 === 0 }),
      () => port.index(name, "2.0", { text: `two ${at % 5}`, minute: at % 5, attested: at % 3 === 0 }),
    ]);
  for (const push of pushes) await push();
  for (let at = 0; at < 240; at += 1) {
    const annotations = { "org.example.build": String(at) };
    await port.image(many, `1.${at}`, { text: `many ${at % 9}`, minute: at % 9, annotations });
  }
  port.close();
  database = await openTestDatabase();
  const stop = await work();
  await succeeded(await order(await storedRegistry(front.endpoint)));
  await stop();
  undisturbed = await contents();
  await closeQueue();
  await database.close();
  database = await openTestDatabase();
}, 120_000);
afterEach(() => {
  front.intercept(undefined);
  for (const child of children) kill(child);
});
afterAll(async () => {
  await closeQueue();
  await front.stop();
  await Promise.all([registry.stop(), database.close()]);
});

/** A server's worker in this process; returns what ends it. */
async function work(): Promise<() => Promise<void>> {
  const definitions = [indexJobWith(quick)] as unknown as readonly JobDefinition[];
  const worker = await startWorker({ definitions, ended: recordEnded });
  return () => worker.stop();
}

async function startProcess(): Promise<void> {
  const child = fork(join(import.meta.dirname, "testing/worker-process.ts"), {
    execPath: join(root, "node_modules/.bin/node"),
    execArgv: ["--import", join(root, "scripts/hooks.mjs")],
    env: { ...process.env, DATABASE_URL: database.appUrl, LONGSHORE_LOG_LEVEL: "silent" },
  });
  children.add(child);
  await new Promise<void>((resolve, reject) => {
    child.once("message", () => resolve());
    child.once("exit", (code) => reject(new Error(`the worker ended with ${code}`)));
  });
}

function kill(child: ChildProcess | undefined): void {
  if (!child) return;
  children.delete(child);
  child.kill("SIGKILL");
}

async function order(registryId: string): Promise<string> {
  const result = await execute(refreshRegistry, actorOf("operator"), { registryId });
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.data.jobId;
}
const succeeded = (jobId: string) =>
  vi.waitFor(async () => expect((await loadJob(jobId)).state).toBe("succeeded"), patiently);

const indexed = (registryId: string) =>
  db().repository.count({ where: { registryId, indexedAt: { not: null } } });

it("a run killed ten times, while another instance would read beside it, ends with what an undisturbed one has", async () => {
  const seed = Number(process.env.LONGSHORE_TEST_SEED ?? Math.floor(Math.random() * 2 ** 31));
  // After how many requests of whoever has the run, and whether the other instance dies with it.
  const plan = fc.sample(fc.tuple(fc.integer({ min: 1, max: 60 }), fc.boolean()), { seed, numRuns: 10 });
  const visits = new Visits(tagCounts);
  const registryId = await storedRegistry(front.endpoint);
  await Promise.all([startProcess(), startProcess()]);
  const jobId = await order(registryId);
  const owner = async () => (await db().job.findUniqueOrThrow({ where: { id: jobId } })).workerId ?? "";
  const looked = new Set<string>();
  let kills = 0;
  /** Settled when the next is to be killed: what reads on meanwhile would be through before its turn comes. */
  let next = Promise.withResolvers<void>();
  for (const [after, both] of plan) {
    if (kills >= 10) break;
    await expect.poll(owner, { ...patiently, message: `seed ${seed}` }).not.toBe("");
    const has = await owner();
    const victim = [...children].find(({ pid }) => has.split(":").includes(String(pid)));
    const died = Promise.withResolvers<void>();
    next.resolve();
    next = Promise.withResolvers();
    const { promise: turn } = next;
    let gone = false;
    const left = () => {
      gone = true;
    };
    let requests = 0;
    front.intercept(async (method, path) => {
      requests += 1;
      if (requests === after) {
        for (const child of both ? [...children] : [victim]) {
          kills += 1;
          // What it had sent by then still comes in.
          child?.once("exit", () => setImmediate(left));
          kill(child);
        }
        visits.died();
        died.resolve();
      }
      if (requests >= after) {
        if (!gone) return;
        await turn;
      }
      visits.note(method, path);
      // Somebody opens its page at this very moment, and this process would read it as well.
      const listed = /^\/v2\/(.+)\/tags/.exec(path)?.[1];
      if (listed && !looked.has(listed)) {
        looked.add(listed);
        await syncRepository(registryId, listed);
      }
    });
    await died.promise;
    while (children.size < 2) await startProcess();
    // Somebody else's by now.
    await expect.poll(owner, { ...patiently, message: `seed ${seed}` }).not.toBe(has);
  }
  next.resolve();
  await succeeded(jobId);
  expect(kills).toBeGreaterThanOrEqual(10);
  expect(looked.size).toBe(repositories.length);
  expect(visits.overlaps, `seed ${seed}`).toEqual([]);
  expect(await contents(), `seed ${seed}`).toEqual(undisturbed);
}, 180_000);

it("a repository another instance is at is left to it, and read when that came to nothing", async () => {
  const registryId = await storedRegistry(front.endpoint);
  await syncRegistry(registryId);
  const { id } = await db().repository.findFirstOrThrow({ where: { registryId, name: "team/app-7" } });
  onTestFinished(await work());
  const released = Promise.withResolvers<void>();
  const held = bulk.withLock(`longshore:index:${id}`, () => released.promise);
  const jobId = await order(registryId);
  await expect.poll(() => indexed(registryId), { timeout: 50_000 }).toBe(23);
  expect((await loadJob(jobId)).state).toBe("running");
  released.resolve();
  await held;
  await expect.poll(async () => (await loadJob(jobId)).state, { timeout: 50_000 }).toBe("succeeded");
  expect(await indexed(registryId)).toBe(24);
});
