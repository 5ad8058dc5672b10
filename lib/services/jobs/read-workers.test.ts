import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { db } from "#lib/db/index.ts";
import { openTestDatabase } from "#lib/db/testing.ts";
import { executeRead } from "#lib/operations/index.ts";
import { actorOf } from "../repositories/testing.ts";
import { getWorkers, listJobs } from "./index.ts";

let database: Awaited<ReturnType<typeof openTestDatabase>>;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000);

async function job(kind: string, state: string, more: object = {}): Promise<string> {
  const facts = {
    kind,
    state,
    input: { registryId: randomUUID() },
    operationId: randomUUID(),
    startedByName: "ada",
  };
  const { id } = await db().job.create({ data: { ...facts, targetName: `${kind} ${state}`, ...more } });
  return id;
}

it("tells what runs where, how much waits and what failed lately, of each kind", async () => {
  await db().worker.create({ data: { id: "ship:1:a", host: "ship", pid: 1 } });
  await db().worker.create({ data: { id: "quay:2:b", host: "quay", pid: 2, heartbeatAt: hoursAgo(0.5) } });
  await job("registry.index", "running", { workerId: "ship:1:a", startedAt: hoursAgo(2) });
  const copying = await job("image.copy", "running", { workerId: "ship:1:a", startedAt: hoursAgo(1) });
  await job("image.copy", "queued");
  await job("registry.index", "paused");
  await job("image.copy", "failed", { heartbeatAt: hoursAgo(23), finishedAt: hoursAgo(23) });
  await job("image.copy", "failed", { finishedAt: hoursAgo(1) });
  await job("image.copy", "failed", { heartbeatAt: hoursAgo(25), finishedAt: hoursAgo(25) });
  await job("image.copy", "failed", { finishedAt: hoursAgo(25) });
  await job("image.copy", "succeeded", { finishedAt: hoursAgo(1) });

  const result = await executeRead(getWorkers, actorOf("viewer"), async () => ({}));
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  const { workers, queue } = result.data;
  expect(workers.map(({ id, silent }) => [id, silent]).sort()).toEqual([
    ["quay:2:b", true],
    ["ship:1:a", false],
  ]);
  expect(workers.find(({ id }) => id === "ship:1:a")?.jobs).toMatchObject([
    { kind: "registry.index" },
    { id: copying, kind: "image.copy", targetName: "image.copy running" },
  ]);
  expect(queue).toEqual([
    { kind: "image.pull", queued: 0, running: 0, paused: 0, failed: 0 },
    { kind: "image.copy", queued: 1, running: 1, paused: 0, failed: 2 },
    { kind: "image.delete", queued: 0, running: 0, paused: 0, failed: 0 },
    { kind: "registry.index", queued: 0, running: 1, paused: 1, failed: 0 },
  ]);
});

it("lists jobs of one kind, and refuses a kind there is not", async () => {
  const list = (kind: string) =>
    executeRead(listJobs, actorOf("viewer"), async () => ({ kind }) as { kind: "image.copy" });
  const copies = await list("image.copy");
  expect(copies).toMatchObject({ ok: true, data: { count: 7 } });
  expect(new Set(copies.ok ? copies.data.items.map(({ kind }) => kind) : [])).toEqual(
    new Set(["image.copy"]),
  );
  expect(await list("image.polish")).toMatchObject({ ok: false, error: { code: "INVALID_INPUT" } });
});
