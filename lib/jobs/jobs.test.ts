import { randomUUID } from "node:crypto";
import pg from "pg";
import { describe, expect, it, vi } from "vitest";
import { db, subscribe } from "../db/index.ts";
import { AppError } from "../errors.ts";
import { enqueue } from "./enqueue.ts";
import { listPresence } from "./presence.ts";
import {
  cancel,
  database,
  define,
  ended,
  kind,
  order,
  row,
  state,
  waiting,
  work,
  workers,
} from "./testing.ts";
import type { JobDefinition } from "./types.ts";
import { startWorker } from "./worker.ts";

it("a worker is seen while it lives, said to be silent when it was killed, and forgotten when it left", async () => {
  const definitions = [define(async () => null) as unknown as JobDefinition];
  const living = await startWorker({ definitions, ended: async () => undefined, heartbeat: 50 });
  workers.push(living);
  const seen = async (id: string) => (await listPresence()).find((one) => one.id === id);
  const first = await seen(living.id);
  expect(first).toMatchObject({ pid: process.pid, silent: false });
  await expect.poll(async () => (await seen(living.id))?.heartbeatAt).not.toEqual(first?.heartbeatAt);
  expect((await seen(living.id))?.startedAt).toEqual(first?.startedAt);

  const killed = (id: string, minutes: number) =>
    db().worker.create({
      data: { id, host: "gone", pid: 7, heartbeatAt: new Date(Date.now() - minutes * 60_000) },
    });
  await killed("a minute ago", 1);
  await killed("long ago", 61);
  expect(await seen("a minute ago")).toMatchObject({ host: "gone", silent: true });
  await expect.poll(() => db().worker.count({ where: { host: "gone" } })).toBe(1);

  await living.stop();
  expect(await seen(living.id)).toBeUndefined();
});

describe("a job", () => {
  it("runs, tells how far it is, and ends once", async () => {
    const definition = define(async ({ input: { name }, report, log }) => {
      for (let done = 1; done <= 50; done++) report({ done });
      log("info", { line: "unreadable", name });
      log("info", { text: "in Docker's own words" });
      const why = { code: "TIMEOUT", reason: "daemon_silent", params: { endpoint: "e" } } as const;
      log("warn", { line: "held", seconds: 3 }, { ...why, upstream: "its own words" });
      return { answer: 42 };
    });
    const pictures: unknown[] = [];
    const unsubscribe = subscribe((event) => {
      if (event.progress) pictures.push(event.progress);
    });
    await work(definition);
    const id = await order(definition);
    await expect.poll(() => state(id)).toBe("succeeded");
    unsubscribe();
    expect(await row(id)).toMatchObject({
      progress: { done: 50 },
      result: { answer: 42 },
      startedByName: "ada",
      error: null,
    });
    const lines = await db().jobLogLine.findMany({ where: { jobId: id }, orderBy: { id: "asc" } });
    expect(lines.map(({ level, message, line, error }) => [level, message, line, error])).toEqual([
      ["info", "", { line: "unreadable", name: "one" }, null],
      ["info", "in Docker's own words", null, null],
      [
        "warn",
        "",
        { line: "held", seconds: 3 },
        { code: "TIMEOUT", reason: "daemon_silent", params: { endpoint: "e" } },
      ],
    ]);
    expect(pictures.length).toBeLessThanOrEqual(2);
    expect(ended).toMatchObject([{ id, state: "succeeded", result: { answer: 42 } }]);
  });

  it("does not exist when the transaction that ordered it is undone", async () => {
    const definition = define(async () => undefined);
    await work(definition);
    await expect(
      db().$transaction(async (tx) => {
        await enqueue(tx, definition, {
          input: { name: "never" },
          operationId: randomUUID(),
          startedBy: { userId: randomUUID(), username: "ada" },
          targetName: "x",
        });
        throw new Error("undone");
      }),
    ).rejects.toThrow("undone");
    const later = await order(definition);
    await expect.poll(() => state(later)).toBe("succeeded");
    expect(await db().job.count({ where: { kind } })).toBe(1);
    expect(ended).toHaveLength(1);
  });

  it("fails with what was thrown, and hides what nobody expected", async () => {
    const errors = [
      new AppError("DOCKER_REJECTED", "no", { reason: "daemon_disk_full" }),
      new Error("s3cret"),
    ];
    const definition = define(async () => {
      throw errors.shift();
    });
    await work(definition);
    const first = await order(definition);
    await expect.poll(() => state(first)).toBe("failed");
    expect((await row(first)).error).toEqual({ code: "DOCKER_REJECTED", reason: "daemon_disk_full" });
    const second = await order(definition);
    await expect.poll(() => state(second)).toBe("failed");
    expect((await row(second)).error).toEqual({ code: "INTERNAL" });
  });
});

describe("a cancel", () => {
  it("ends a running job, whoever runs it", async () => {
    const { begun, run } = waiting();
    await work(define(run));
    const id = await order({ kind });
    await begun;
    expect(await cancel(id)).toBe("requested");
    await expect.poll(() => state(id)).toBe("cancelled");
    expect(await row(id)).toMatchObject({ cancelRequestedBy: "ada", error: { code: "CANCELLED" } });
    expect(ended).toMatchObject([{ id, state: "cancelled" }]);
    expect(await cancel(id)).toBe("ended");
  });

  it("ends a queued job before anybody takes it", async () => {
    let ran = false;
    const definition = define(async () => {
      ran = true;
    });
    const id = await order(definition);
    expect(await cancel(id)).toBe("cancelled");
    await work(definition);
    const next = await order(definition);
    await expect.poll(() => state(next)).toBe("succeeded");
    expect(await state(id)).toBe("cancelled");
    expect(ended.map((job) => job.id)).toEqual([id, next]);
    expect(ran).toBe(true);
  });
});

describe("an outage of the database", () => {
  it("ends no job and loses nothing it said: the end is told when the database is back", async () => {
    const { promise: goOn, resolve: release } = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    const done = Promise.withResolvers<void>();
    await work(
      define(async ({ log, report }) => {
        begun.resolve();
        await goOn;
        log("info", { text: "said while nobody could write it down" });
        report({ done: 7 });
        done.resolve();
        return { answer: 42 };
      }),
    );
    const id = await order({ kind });
    await begun.promise;
    const admin = new pg.Client({ connectionString: database.adminUrl });
    await admin.connect();
    await admin.query(`ALTER DATABASE ${database.name} CONNECTION LIMIT 0`);
    const cut = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid()`;
    await admin.query(cut);
    release();
    await done.promise;
    await expect
      .poll(() =>
        db()
          .job.count()
          .then(
            () => "there",
            () => "away",
          ),
      )
      .toBe("away");
    await admin.query(`ALTER DATABASE ${database.name} CONNECTION LIMIT -1`);
    await admin.end();
    await expect.poll(() => state(id), { timeout: 20_000 }).toBe("succeeded");
    expect(await row(id)).toMatchObject({ progress: { done: 7 }, result: { answer: 42 } });
    expect(await db().jobLogLine.count({ where: { jobId: id } })).toBe(1);
    expect(ended).toHaveLength(1);
  });
});

describe("a worker that is gone", () => {
  it("leaves no job running for ever", async () => {
    const id = await order({ kind: "test.nobody" });
    await db().$executeRaw`UPDATE "Job" SET state = 'running', "workerId" = 'dead:1',
      "heartbeatAt" = now() - interval '11 seconds', "startedAt" = now() - interval '1 minute' WHERE id = ${id}::uuid`;
    await work(define(async () => undefined));
    await expect.poll(() => state(id), { timeout: 20_000 }).toBe("failed");
    expect((await row(id)).error).toEqual({ code: "INTERNAL", reason: "worker_lost" });
    expect(ended).toMatchObject([{ id, state: "failed" }]);
    expect(ended[0]?.durationMs).toBeGreaterThanOrEqual(60_000);
  });

  it("was busy for as long as the database says, whatever this machine's clock does meanwhile", async () => {
    const { begun, run } = waiting();
    await work(define(run));
    const id = await order({ kind });
    await begun;
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 24 * 3_600_000 });
    try {
      await cancel(id);
      await expect.poll(() => state(id)).toBe("cancelled");
    } finally {
      vi.useRealTimers();
    }
    expect(ended[0]?.durationMs).toBeLessThan(60_000);
  });

  it("stops the work of a job that was taken from it, and writes no second end", async () => {
    const { begun, run } = waiting();
    const worker = await work(define(run));
    const id = await order({ kind });
    await begun;
    await db().job.update({ where: { id }, data: { state: "failed", finishedAt: new Date() } });
    await worker.stop();
    expect(await state(id)).toBe("failed");
    expect(ended).toEqual([]);
  });

  it("hands back what may be repeated, for the next one to run", async () => {
    const { begun, run } = waiting();
    const first = await work(define(run, true));
    const id = await order({ kind });
    await begun;
    await first.stop();
    expect(await state(id)).toBe("queued");
    expect(ended).toEqual([]);
    await work(define(async () => "second time", true));
    await expect.poll(() => state(id)).toBe("succeeded");
    expect(ended).toHaveLength(1);
  });

  it("fails what may not be repeated, and says why", async () => {
    const { begun, run } = waiting();
    const worker = await work(define(run));
    const id = await order({ kind });
    await begun;
    await worker.stop();
    expect(await row(id)).toMatchObject({ state: "failed", error: { reason: "worker_lost" } });
    expect(ended).toMatchObject([{ id, state: "failed" }]);
  });
});
