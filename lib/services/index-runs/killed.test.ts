import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, it, onTestFinished } from "vitest";
import { bulk, db } from "#lib/db/index.ts";
import { openTestDatabase } from "#lib/db/testing.ts";
import { closeQueue, type JobDefinition, startWorker } from "#lib/jobs/index.ts";
import { execute } from "#lib/operations/index.ts";
import { type DockerRegistry, startDockerRegistry } from "#lib/registry/testing/docker-registry.ts";
import { type TestManifest, testImage, testIndex } from "#lib/registry/testing/images.ts";
import { loadJob } from "../jobs/index.ts";
import { recordEnded } from "../jobs/record-ended.ts";
import { syncRegistry } from "../repositories/index.ts";
import { actorOf, storedRegistry } from "../repositories/testing.ts";
import { refreshRegistry } from "./index.ts";
import { indexJobWith } from "./index-job.ts";
import { quick } from "./testing/quick.ts";

const root = join(import.meta.dirname, "../../..");
let database: Awaited<ReturnType<typeof openTestDatabase>>;
let registry: DockerRegistry;
const pushed = new Map<string, TestManifest>();
const started: ChildProcess[] = [];

beforeAll(async () => {
  [database, registry] = await Promise.all([openTestDatabase(), startDockerRegistry()]);
  for (let index = 0; index < 24; index += 1) {
    const name = `team/app-${index}`;
    for (const [tag, image] of [
      ["1.0", testImage({ text: `one ${index % 5}` })],
      ["2.0", testIndex({ text: `two ${index % 5}` })],
    ] as const) {
      await registry.push(name, tag, image);
      pushed.set(`${name}:${tag}`, image);
    }
  }
});
afterEach(() => {
  for (const child of started.splice(0)) child.kill("SIGKILL");
});
afterAll(async () => {
  await closeQueue();
  await Promise.all([registry.stop(), database.close()]);
});

async function startProcess(): Promise<ChildProcess> {
  const child = fork(join(import.meta.dirname, "testing/worker-process.ts"), {
    execPath: join(root, "node_modules/.bin/node"),
    execArgv: ["--import", join(root, "scripts/hooks.mjs")],
    env: { ...process.env, DATABASE_URL: database.appUrl, LONGSHORE_LOG_LEVEL: "silent" },
  });
  started.push(child);
  await new Promise<void>((resolve, reject) => {
    child.once("message", () => resolve());
    child.once("exit", (code) => reject(new Error(`the worker ended with ${code}`)));
  });
  return child;
}

async function order(registryId: string): Promise<string> {
  const result = await execute(refreshRegistry, actorOf("operator"), { registryId });
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.data.jobId;
}

const indexed = (registryId: string) =>
  db().repository.count({ where: { registryId, indexedAt: { not: null } } });

/** "team/app-0:1.0 sha256:…" of everything the index has. */
async function contents(registryId: string): Promise<string[]> {
  const rows = await bulk.query<{ line: string }>(
    `SELECT r."name" || ':' || t."name" || ' ' || t."digest" AS line
     FROM "Tag" t JOIN "Repository" r ON r."id" = t."repositoryId"
     WHERE r."registryId" = $1::uuid AND t."goneAt" IS NULL AND t."error" IS NULL`,
    [registryId],
  );
  return rows.map(({ line }) => line).sort();
}

it("a run whose process is killed again and again ends with what the registry has, nothing lost or doubled", async () => {
  const registryId = await storedRegistry(registry.endpoint);
  await db().registry.update({ where: { id: registryId }, data: { indexRate: 60 } });
  const children = await Promise.all([startProcess(), startProcess(), startProcess()]);
  const jobId = await order(registryId);
  for (let kills = 0; kills < 2; kills += 1) {
    const wanted = (await indexed(registryId)) + Math.floor(Math.random() * 6);
    await expect
      .poll(() => indexed(registryId), { timeout: 50_000, interval: 20 })
      .toBeGreaterThanOrEqual(wanted);
    const running = { timeout: 50_000, interval: 20 };
    const at = async () => (await db().job.findUniqueOrThrow({ where: { id: jobId } })).workerId;
    await expect.poll(at, running).not.toBeNull();
    const worker = await at();
    children.find(({ pid }) => worker?.split(":").includes(String(pid)))?.kill("SIGKILL");
    // Somebody else's by now.
    await expect.poll(at, running).not.toBe(worker);
  }
  await expect.poll(async () => (await loadJob(jobId)).state, { timeout: 50_000 }).toBe("succeeded");
  const job = await db().job.findUniqueOrThrow({ where: { id: jobId } });
  expect(job.losses).toBeGreaterThanOrEqual(2);
  expect(job.result).toMatchObject({ repositories: 24, tags: 48, failedRepositories: 0, failedTags: 0 });
  const expected = [...pushed].map(([name, { digest }]) => `${name} ${digest}`).sort();
  expect(await contents(registryId)).toEqual(expected);
  // Whole: each index with its children, each image with its config.
  const [torn] = await bulk.query<{ count: bigint }>(
    `SELECT count(*) FROM "Manifest" m WHERE m."kind" = 'image' AND NOT EXISTS (
       SELECT 1 FROM "ConfigBlob" c WHERE c."digest" = m."configDigest")`,
  );
  expect(Number(torn?.count)).toBe(0);
  expect(await db().tagMove.count()).toBe(0);
}, 120_000);

it("a repository another instance is at is left to it, and read when that came to nothing", async () => {
  const registryId = await storedRegistry(registry.endpoint);
  await syncRegistry(registryId);
  const { id } = await db().repository.findFirstOrThrow({ where: { registryId, name: "team/app-7" } });
  const definitions = [indexJobWith(quick)] as unknown as readonly JobDefinition[];
  const worker = await startWorker({ definitions, ended: recordEnded });
  onTestFinished(() => worker.stop());
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
