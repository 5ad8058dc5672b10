import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { db, subscribe } from "../db/index.ts";
import { openTestDatabase } from "../db/testing.ts";
import { AppError } from "../errors.ts";
import { requestCancel } from "./cancel.ts";
import { defineJob } from "./define.ts";
import { enqueue } from "./enqueue.ts";
import { requestPause, requestResume } from "./pause.ts";
import { listPresence } from "./presence.ts";
import { closeQueue } from "./queue.ts";
import type { EndedJob, JobContext, JobDefinition } from "./types.ts";
import { startWorker, type Worker } from "./worker.ts";

let database: Awaited<ReturnType<typeof openTestDatabase>>;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(async () => {
  await closeQueue();
  await database.close();
});

const input = z.strictObject({ name: z.string() });
type Context = JobContext<{ name: string }, { done: number }>;

let ended: EndedJob[] = [];
const workers: Worker[] = [];
let kind = "";
beforeEach(() => {
  ended = [];
  kind = `test.${randomUUID()}`;
});
afterEach(async () => {
  for (const worker of workers.splice(0)) await worker.stop();
});

const define = (run: (context: Context) => Promise<unknown>, repeatable = false) =>
  defineJob({ kind, input, repeatable, run });
async function work(definition: ReturnType<typeof define>): Promise<Worker> {
  const worker = await startWorker({
    definitions: [definition as unknown as JobDefinition],
    ended: async (_tx, job) => void ended.push(job),
  });
  workers.push(worker);
  return worker;
}
const order = (definition: { readonly kind: string }) =>
  db().$transaction((tx) =>
    enqueue(tx, definition, {
      input: { name: "one" },
      operationId: randomUUID(),
      startedBy: { userId: randomUUID(), username: "ada" },
      targetName: "registry/app:1.0",
    }),
  );
const row = (id: string) => db().job.findUniqueOrThrow({ where: { id } });
const state = async (id: string) => (await row(id)).state;
const cancel = (id: string) =>
  db().$transaction((tx) => requestCancel(tx, id, "ada", async (_tx, job) => void ended.push(job)));

/** Waits for its own cancellation, and says when it began. */
function waiting() {
  const begun = Promise.withResolvers<void>();
  const run = async ({ signal }: Context) => {
    begun.resolve();
    await new Promise((_, reject) => signal.addEventListener("abort", () => reject(new Error("aborted"))));
  };
  return { begun: begun.promise, run };
}

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

describe("a job that goes on where it stopped", () => {
  const resumable = (run: (context: Context) => Promise<unknown>) =>
    defineJob({ kind, input, repeatable: true, resumable: true, run });
  const pause = (id: string) => db().$transaction((tx) => requestPause(tx, id, "ada"));
  const resume = (id: string) => db().$transaction((tx) => requestResume(tx, id, "bob"));

  const pausedByAda = { line: "paused", by: "ada" };
  const resumedByBob = { line: "resumed", by: "bob" };
  const said = async (jobId: string) => {
    const lines = await db().jobLogLine.findMany({ where: { jobId }, orderBy: { id: "asc" } });
    return lines.map(({ line }) => line);
  };

  it("is paused while it runs, stays so whoever starts, and is resumed", async () => {
    const { begun, run } = waiting();
    const first = await work(resumable(run));
    const id = await order({ kind });
    await begun;
    const { startedAt } = await row(id);
    expect(await pause(id)).toBe("requested");
    await expect.poll(() => state(id)).toBe("paused");
    expect(await row(id)).toMatchObject({ pausedBy: "ada", workerId: null });
    expect(await pause(id)).toBe("paused");
    await first.stop();
    await work(resumable(async () => "second sitting"));
    expect(await state(id)).toBe("paused");
    expect(await resume(id)).toBe("resumed");
    await expect.poll(() => state(id)).toBe("succeeded");
    expect(await row(id)).toMatchObject({ startedAt, result: "second sitting", pausedBy: null });
    expect(await pause(id)).toBe("ended");
    expect(await resume(id)).toBe("ended");
    expect(await said(id)).toEqual([pausedByAda, resumedByBob]);
    expect(ended).toHaveLength(1);
  });

  it("is paused before anybody takes it, and cancelled from there", async () => {
    const id = await order({ kind });
    expect(await pause(id)).toBe("paused");
    await work(resumable(async () => undefined));
    expect(await cancel(id)).toBe("cancelled");
    expect(ended).toMatchObject([{ id, state: "cancelled" }]);
    expect(await said(id)).toEqual([pausedByAda, { line: "cancelled", by: "ada" }]);
  });

  it("goes on by itself when the pause is taken back before it was reached", async () => {
    const goOn = Promise.withResolvers<void>();
    const { begun, run } = waiting();
    let sittings = 0;
    await work(
      resumable(async (context) => {
        sittings += 1;
        if (sittings > 1) return;
        await run(context).catch(() => undefined);
        await goOn.promise;
        throw new Error("stopped");
      }),
    );
    const id = await order({ kind });
    await begun;
    await pause(id);
    expect(await resume(id)).toBe("resumed");
    goOn.resolve();
    await expect.poll(() => state(id)).toBe("succeeded");
    expect(sittings).toBe(2);
    expect(await resume(id)).toBe("ended");
    expect(await said(id)).toEqual([pausedByAda, resumedByBob]);
  });

  it("is taken up by another worker when its own died, but not for ever", async () => {
    const die = (id: string, losses: number) =>
      db().job.update({ where: { id }, data: { state: "running", workerId: "dead:1", losses } });
    const [id, deadly, wanted] = [await order({ kind }), await order({ kind }), await order({ kind })];
    await die(id, 0);
    await die(deadly, 10);
    await die(wanted, 0);
    await db().job.update({ where: { id: wanted }, data: { pauseRequestedAt: new Date() } });
    const worker = await startWorker({
      definitions: [resumable(async () => "gone on") as unknown as JobDefinition],
      ended: async (_tx, job) => void ended.push(job),
      heartbeat: 100,
    });
    workers.push(worker);
    await expect.poll(() => state(id)).toBe("succeeded");
    expect(await row(id)).toMatchObject({ losses: 1, result: "gone on" });
    await expect.poll(() => state(deadly)).toBe("failed");
    expect((await row(deadly)).error).toMatchObject({ reason: "worker_lost" });
    await expect.poll(() => state(wanted)).toBe("paused");
  });
});

describe("a place at the worker", () => {
  /** One at a time; what runs is named in order, and goes on when it is told to. */
  async function one(resumable = false) {
    const begun: string[] = [];
    const [leave, left] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const [goOn, back] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const run = async ({ jobId, signal, place }: Context) => {
      begun.push(jobId);
      if (begun.length > 1) return;
      await leave.promise;
      place.leave();
      left.resolve();
      const aborted = new Promise<never>((_, reject) =>
        signal.addEventListener("abort", () => reject(signal.reason)),
      );
      await Promise.race([goOn.promise, aborted]);
      await place.back(signal);
      await Promise.race([back.promise, aborted]);
    };
    const worker = await work(defineJob({ kind, input, repeatable: true, resumable, concurrency: 1, run }));
    const waiter = await order({ kind });
    await expect.poll(() => begun).toEqual([waiter]);
    return { worker, waiter, begun, leave, left, goOn, back };
  }

  it("is one job's at a time, and the next one's at once", async () => {
    const { waiter, begun, leave, goOn, back } = await one();
    const others = [await order({ kind }), await order({ kind }), await order({ kind })];
    goOn.resolve();
    back.resolve();
    expect(begun).toEqual([waiter]);
    leave.resolve();
    await expect.poll(() => Promise.all(others.map(state))).toEqual(Array(3).fill("succeeded"));
    await expect.poll(() => state(waiter)).toBe("succeeded");
  });

  it("goes to others while its job only waits for something, which still counts as running, and is cancelled at once", async () => {
    const { waiter, leave } = await one();
    const other = await order({ kind });
    expect(await state(other)).toBe("queued");
    leave.resolve();
    await expect.poll(() => state(other)).toBe("succeeded");
    expect(await row(waiter)).toMatchObject({ state: "running", startedAt: expect.any(Date) });
    await cancel(waiter);
    await expect.poll(() => state(waiter)).toBe("cancelled");
  });

  it("is its job's again before anybody else's, and nobody runs beside it", async () => {
    const { waiter, begun, leave, left, goOn, back } = await one();
    leave.resolve();
    await left.promise;
    goOn.resolve();
    const next = await order({ kind });
    const after = await order({ kind });
    // Fetched while there is no place, it is left to whoever has one.
    await expect
      .poll(async () => {
        const bells = await db().$queryRaw<unknown[]>`SELECT 1 FROM pgboss.job WHERE name = ${kind}`;
        return bells.length;
      })
      .toBe(4);
    expect([await state(next), await state(after)]).toEqual(["queued", "queued"]);
    expect(begun).toEqual([waiter]);
    back.resolve();
    await expect.poll(() => state(waiter)).toBe("succeeded");
    await expect.poll(() => state(next)).toBe("succeeded");
    await expect.poll(() => state(after)).toBe("succeeded");
  });

  it("is left by a job that is paused meanwhile, and by one whose server stops, which goes back into the queue", async () => {
    const { worker, waiter, begun, leave, left } = await one(true);
    leave.resolve();
    await left.promise;
    await db().$transaction((tx) => requestPause(tx, waiter, "ada"));
    await expect.poll(() => state(waiter)).toBe("paused");
    begun.length = 0;
    await db().$transaction((tx) => requestResume(tx, waiter, "ada"));
    await expect.poll(() => begun).toEqual([waiter]);
    await worker.stop();
    expect(await state(waiter)).toBe("queued");
    await work(define(async () => undefined, true));
    await expect.poll(() => state(waiter)).toBe("succeeded");
  });
});
