import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { db } from "#lib/db/index.ts";
import { openTestDatabase } from "#lib/db/testing.ts";
import { closeQueue, type JobDefinition, startWorker, type Worker } from "#lib/jobs/index.ts";
import { execute, executeRead } from "#lib/operations/index.ts";
import { type DockerRegistry, startDockerRegistry } from "#lib/registry/testing/docker-registry.ts";
import { testImage } from "#lib/registry/testing/images.ts";
import { type RegistryFront, startRegistryFront } from "#lib/registry/testing/registry-front.ts";
import { cancelJob, getIndexRun, type IndexJobDto, loadJob, pauseJob, resumeJob } from "../jobs/index.ts";
import { recordEnded } from "../jobs/record-ended.ts";
import { removeRegistry, setIndexing } from "../registries/index.ts";
import { actorOf, storedRegistry } from "../repositories/testing.ts";
import { listSchedules, refreshRegistry } from "./index.ts";
import { indexJobWith } from "./index-job.ts";
import { orderDueRuns } from "./schedule.ts";
import { quick } from "./testing/quick.ts";

const operator = actorOf("operator");
const administrator = actorOf("administrator");
const many = Array.from({ length: 60 }, (_, index) => `many/r${String(index).padStart(2, "0")}`);
const broken = testImage({ text: "broken" });

let database: Awaited<ReturnType<typeof openTestDatabase>>;
let registry: DockerRegistry;
let front: RegistryFront;
let registryId: string;
const workers: Worker[] = [];

async function work(): Promise<Worker> {
  const definitions = [indexJobWith(quick)] as unknown as readonly JobDefinition[];
  const worker = await startWorker({ definitions, ended: recordEnded });
  workers.push(worker);
  return worker;
}

beforeAll(async () => {
  [database, registry] = await Promise.all([openTestDatabase(), startDockerRegistry()]);
  front = await startRegistryFront(registry.endpoint);
  for (const name of many) await registry.push(name, "1.0", testImage({ text: "same" }));
  await registry.push("many/r00", "broken", broken);
});
beforeEach(async () => {
  front.intercept(undefined);
  front.forget();
  // Where a manifest is fetched by its digest, each kind of request can be spoilt by itself.
  registryId = await storedRegistry(front.endpoint, undefined, "mirror");
});
afterEach(async () => {
  for (const worker of workers.splice(0)) await worker.stop();
  await db().registry.updateMany({ data: { disabledAt: new Date() } });
});
afterAll(async () => {
  await closeQueue();
  await front.stop();
  await Promise.all([registry.stop(), database.close()]);
});

async function order(): Promise<string> {
  const result = await execute(refreshRegistry, operator, { registryId });
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.data.jobId;
}
const loadRun = async (jobId: string) => (await loadJob(jobId)) as IndexJobDto;
/** On a busy machine. */
const patiently = { timeout: 30_000 };
const state = async (jobId: string) => (await loadJob(jobId)).state;
async function ended(jobId: string): Promise<IndexJobDto> {
  await expect.poll(async () => (await loadJob(jobId)).finishedAt, patiently).not.toBeNull();
  return loadRun(jobId);
}
const repositories = () =>
  db().repository.findMany({ where: { registryId, goneAt: null }, orderBy: { name: "asc" } });

const settings = {
  schedule: "off",
  hour: 3,
  zone: "UTC",
  concurrency: 2,
  rate: null,
  include: [],
  exclude: [],
};
async function set(changes: object): Promise<void> {
  const result = await execute(setIndexing, administrator, { registryId, ...settings, ...changes });
  expect(result).toMatchObject({ ok: true });
}

describe("an index run", () => {
  it("reads every repository of a registry; a broken manifest is its tag's failure and nobody else's", async () => {
    front.intercept((method, path) =>
      method === "GET" && path.endsWith(broken.digest) ? { status: 200, body: "{}" } : undefined,
    );
    await work();
    const job = await ended(await order());
    expect(job).toMatchObject({
      state: "succeeded",
      input: { cause: "connected" },
      result: { repositories: 60, tags: 61, failedTags: 1, failedRepositories: 0, excluded: 0 },
    });
    expect(job.result?.failures).toMatchObject([
      { repository: "many/r00", tag: "broken", error: { code: "REGISTRY_REJECTED" } },
    ]);
    expect(job.progress).toMatchObject({
      phase: "referrers",
      repositories: { done: 60, total: 60 },
      tags: { done: 61, total: 61, open: false, failed: 1 },
      current: [],
    });
    expect(job.progress?.requests).toBeGreaterThanOrEqual(60 * 2);
    const rows = await repositories();
    expect(rows).toHaveLength(60);
    for (const row of rows) expect(row).toMatchObject({ indexError: null, indexedAt: expect.any(Date) });
    const page = await executeRead(getIndexRun, actorOf("viewer"), async () => ({ registryId }));
    expect(page).toMatchObject({ ok: true, data: { id: job.id } });
  });

  it("leaves excluded repositories alone, and asks no faster than it may", async () => {
    await set({ include: ["many/r0*"], exclude: ["many/r01", "**/r02"], rate: 20 });
    await work();
    const started = performance.now();
    const job = await ended(await order());
    const seconds = (performance.now() - started) / 1000;
    expect(job.result).toMatchObject({ repositories: 8, excluded: 52 });
    expect(job.result?.requests ?? 0).toBeLessThanOrEqual(seconds * 20 + 1);
    const read = (await repositories()).filter((row) => row.indexedAt).map((row) => row.name);
    expect(read).toEqual(many.slice(0, 10).filter((name) => !/r0[12]$/.test(name)));
  });

  it("is paused and goes on where it stopped, in another process too; nobody else orders a second one", async () => {
    await set({ rate: 40 });
    const first = await work();
    const jobId = await order();
    await expect
      .poll(async () => (await loadRun(jobId)).progress?.repositories.done ?? 0, patiently)
      .toBeGreaterThan(3);
    expect(await execute(pauseJob, actorOf("viewer"), { jobId })).toMatchObject({ ok: false });
    expect(await execute(pauseJob, operator, { jobId })).toMatchObject({ data: { outcome: "requested" } });
    await expect.poll(() => state(jobId), patiently).toBe("paused");
    await first.stop();
    expect(await execute(refreshRegistry, operator, { registryId })).toMatchObject({
      error: { code: "CONFLICT", reason: "index_running" },
    });
    await set({ schedule: "quarter" });
    await db().registry.update({ where: { id: registryId }, data: { indexJobAt: new Date(0) } });
    expect(await orderDueRuns()).toBe(0);
    await work();
    front.forget();
    await set({ rate: null });
    const done = (await repositories()).filter((row) => row.indexedAt).length;
    expect(done).toBeLessThan(60);
    expect(await state(jobId)).toBe("paused");
    expect(await execute(resumeJob, operator, { jobId })).toMatchObject({ data: { outcome: "resumed" } });
    const job = await ended(jobId);
    expect(job).toMatchObject({ state: "succeeded", result: { repositories: 60, tags: 61 } });
    const listed = front.requests.filter((request) => request.includes("/tags/list")).length;
    expect(listed).toBe(60 - done);
    const actions = await db().auditEvent.findMany({
      where: { registryId, phase: { in: ["single", "outcome"] } },
      select: { action: true, outcome: true },
    });
    expect(actions).toEqual(
      expect.arrayContaining([
        { action: "job.pause", outcome: "done" },
        { action: "job.resume", outcome: "done" },
        { action: "registry.refresh", outcome: "done" },
      ]),
    );
  });

  it("waits while its registry is away, and goes on when it is back", async () => {
    await set({ include: ["many/r0*"], rate: 20 });
    await work();
    const jobId = await order();
    await expect
      .poll(async () => (await loadRun(jobId)).progress?.repositories.done ?? 0, patiently)
      .toBeGreaterThan(2);
    await registry.kill();
    const waiting = async () => (await loadRun(jobId)).progress?.waiting?.error.code;
    await expect.poll(waiting, patiently).toBe("REGISTRY_UNREACHABLE");
    await registry.restart();
    expect(await ended(jobId)).toMatchObject({
      state: "succeeded",
      result: { repositories: 10, failedRepositories: 0 },
    });
  });

  it("ends when its registry wants a longer pause than anybody waits", async () => {
    front.intercept((_method, path) =>
      path.includes("r05/tags") ? { status: 429, headers: { "retry-after": "3600" }, body: "" } : undefined,
    );
    await set({ include: ["many/r0*"] });
    await work();
    const job = await ended(await order());
    expect(job).toMatchObject({ state: "failed", error: { code: "RATE_LIMITED" } });
  });

  it("paused when its registry is removed, ends", async () => {
    const jobId = await order();
    await execute(pauseJob, operator, { jobId });
    await work();
    await expect.poll(() => state(jobId), patiently).toBe("paused");
    const { name } = await db().registry.findUniqueOrThrow({ where: { id: registryId } });
    const removed = await execute(removeRegistry, administrator, { registryId, confirmName: name });
    expect(removed).toMatchObject({ ok: true });
    expect(await ended(jobId)).toMatchObject({ state: "failed", error: { code: "NOT_FOUND" } });
  });

  it("cancelled while paused ends at once", async () => {
    const jobId = await order();
    expect(await execute(pauseJob, operator, { jobId })).toMatchObject({ data: { outcome: "paused" } });
    await work();
    expect(await execute(cancelJob, operator, { jobId })).toMatchObject({ data: { outcome: "cancelled" } });
    expect(await state(jobId)).toBe("cancelled");
    expect(front.requests).toEqual([]);
  });
});

describe("the schedule", () => {
  const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000);
  const last = (indexJobAt: Date) =>
    db().registry.update({ where: { id: registryId }, data: { indexJobAt } });

  it.each([
    ["quarter", 14, 0],
    ["quarter", 16, 1],
    ["hourly", 59, 0],
    ["hourly", 61, 1],
    ["six_hours", 361, 1],
    ["off", 100_000, 0],
  ])("%s, %i minutes after the last run: %i", async (schedule, minutes, ordered) => {
    await set({ schedule });
    await last(ago(minutes));
    expect(await orderDueRuns()).toBe(ordered);
    expect(await orderDueRuns()).toBe(0);
  });

  it("orders the nightly run at its hour where it was set, once, whoever looks", async () => {
    const zone = "Asia/Shanghai";
    const hour = Number(
      new Intl.DateTimeFormat("en", { timeZone: zone, hour: "numeric", hourCycle: "h23" }).format(new Date()),
    );
    await set({ schedule: "nightly", hour, zone });
    await last(ago(61));
    expect((await Promise.all([orderDueRuns(), orderDueRuns(), orderDueRuns()])).sort()).toEqual([0, 0, 1]);
    const event = await db().auditEvent.findFirst({ where: { registryId, action: "registry.refresh" } });
    expect(event).toMatchObject({ actorName: "system", phase: "intent" });
    await db().job.updateMany({ where: { registryId }, data: { state: "succeeded" } });
    await set({ schedule: "nightly", hour: (hour + 1) % 24, zone });
    await last(ago(61));
    expect(await orderDueRuns()).toBe(0);
  });

  it("is told with the hour it is due next, or why it is not", async () => {
    const told = async () => {
      const result = await executeRead(listSchedules, actorOf("viewer"), async () => ({}));
      if (!result.ok) throw new Error(JSON.stringify(result.error));
      return result.data.find(({ registry }) => registry.id === registryId);
    };
    await set({ schedule: "nightly", hour: 2, zone: "Asia/Shanghai" });
    await last(new Date("2026-03-01T17:59:59Z"));
    expect(await told()).toMatchObject({ next: "2026-03-01T18:00:00.000Z", held: null, hour: 2 });
    await last(new Date("2026-03-01T18:00:00Z"));
    expect(await told()).toMatchObject({ next: "2026-03-02T18:00:00.000Z" });
    // The night in which Berlin's clocks go forward.
    await set({ schedule: "nightly", hour: 4, zone: "Europe/Berlin" });
    await last(new Date("2026-03-28T12:00:00Z"));
    expect(await told()).toMatchObject({ next: "2026-03-29T02:00:00.000Z" });
    await set({ schedule: "six_hours" });
    expect(await told()).toMatchObject({ next: "2026-03-28T18:00:00.000Z", run: null });
    const jobId = await order();
    expect((await told())?.run).toMatchObject({ id: jobId, state: "queued" });
    await db().job.updateMany({ where: { registryId }, data: { state: "cancelled" } });

    const healthError = { code: "REGISTRY_UNAUTHORIZED" };
    await db().registry.update({ where: { id: registryId }, data: { health: "error", healthError } });
    expect(await told()).toMatchObject({ next: null, held: "refused" });
    await db().registry.update({ where: { id: registryId }, data: { disabledAt: new Date() } });
    expect(await told()).toMatchObject({ next: null, held: "disabled" });
    await set({ schedule: "off" });
    expect(await told()).toMatchObject({ next: null, held: "off" });
    expect(await executeRead(listSchedules, actorOf("stranger" as "viewer"), async () => ({}))).toMatchObject(
      {
        ok: false,
        error: { code: "FORBIDDEN" },
      },
    );
  });

  it("takes a run up again that had to stop, once the registry answers, and none whose password was refused", async () => {
    await set({ schedule: "nightly" });
    const jobId = await order();
    await last(new Date());
    const failed = (code: string) =>
      db().job.update({
        where: { id: jobId },
        data: { state: "failed", finishedAt: ago(2), error: { code } },
      });
    await failed("REGISTRY_UNAUTHORIZED");
    await db().registry.update({ where: { id: registryId }, data: { health: "ok" } });
    expect(await orderDueRuns()).toBe(0);
    await failed("REGISTRY_UNREACHABLE");
    expect(await orderDueRuns()).toBe(1);
    await db().job.updateMany({ where: { registryId }, data: { state: "failed" } });
    await last(ago(100_000));
    const healthError = { code: "REGISTRY_UNAUTHORIZED" };
    await db().registry.update({ where: { id: registryId }, data: { health: "error", healthError } });
    expect(await orderDueRuns()).toBe(0);
  });
});

it("settings are the administrator's, and refuse what makes no sense", async () => {
  const change = (actor: typeof operator, changes: object) =>
    execute(setIndexing, actor, { registryId, ...settings, ...changes });
  expect(await change(operator, {})).toMatchObject({ error: { code: "FORBIDDEN" } });
  for (const changes of [
    { schedule: "sometimes" },
    { hour: 24 },
    { zone: "Mars/Olympus" },
    { concurrency: 5 },
    { rate: 0 },
    { exclude: ["a b"] },
    { include: ["(a+)+$"] },
  ]) {
    expect(await change(administrator, changes), JSON.stringify(changes)).toMatchObject({
      error: { code: "INVALID_INPUT" },
    });
  }
});
