import { describe, expect, it } from "vitest";
import { db } from "../db/index.ts";
import { defineJob } from "./define.ts";
import { requestPause, requestResume } from "./pause.ts";
import {
  type Context,
  cancel,
  define,
  ended,
  input,
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
