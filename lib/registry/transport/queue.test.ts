import { afterEach, describe, expect, it, vi } from "vitest";
import { HostQueue } from "./queue.ts";
import { backoff, defaultPatience, retryAfter } from "./retry.ts";
import { AnswerHeaders } from "./wire.ts";

const never = new AbortController().signal;
const day = 86_400_000;
afterEach(() => void vi.useRealTimers());

describe("HostQueue", () => {
  it("lets no more begin within a second than the host counts", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
    const queue = new HostQueue();
    queue.pace(3);
    const begun: number[] = [];
    const jobs = Array.from({ length: 7 }, () =>
      queue.run("interactive", never, async () => void begun.push(performance.now())),
    );
    const started = performance.now();
    await vi.advanceTimersByTimeAsync(400);
    expect(begun).toHaveLength(3);
    await vi.advanceTimersByTimeAsync(2000);
    await Promise.all(jobs);
    expect(begun.map((at) => Math.round(at - started))).toEqual([0, 0, 0, 1000, 1000, 1000, 2000]);
  });

  it("lets so many run, interactive ones first, background never everywhere", async () => {
    const queue = new HostQueue(3, 2);
    const started: string[] = [];
    const gates: (() => void)[] = [];
    const job = (name: string, priority: "interactive" | "background"): Promise<void> =>
      queue.run(priority, never, () => {
        started.push(name);
        return new Promise((resolve) => gates.push(resolve));
      });
    const jobs = [
      job("b1", "background"),
      job("b2", "background"),
      job("b3", "background"),
      job("i1", "interactive"),
      job("i2", "interactive"),
    ];
    await Promise.resolve();
    await Promise.resolve();
    expect(started).toEqual(["b1", "b2", "i1"]);
    gates[0]?.();
    await jobs[0];
    await Promise.resolve();
    await Promise.resolve();
    expect(started).toEqual(["b1", "b2", "i1", "i2"]);
    for (let index = 1; index < 5; index += 1) {
      gates[index]?.();
      await Promise.race(jobs.slice(index));
      await new Promise(setImmediate);
    }
    await Promise.all(jobs);
    expect(started).toEqual(["b1", "b2", "i1", "i2", "b3"]);
  });

  it("frees the place of work that failed and forgets who gave up waiting", async () => {
    const queue = new HostQueue(1);
    await expect(queue.run("interactive", never, () => Promise.reject(new Error("x")))).rejects.toThrow("x");
    let release: () => void = () => undefined;
    const first = queue.run("interactive", never, () => new Promise<void>((resolve) => (release = resolve)));
    const controller = new AbortController();
    const second = queue.run("interactive", controller.signal, () => Promise.resolve("never"));
    controller.abort(new Error("gave up"));
    await expect(second).rejects.toThrow("gave up");
    const third = queue.run("background", never, () => Promise.resolve("third"));
    release();
    await first;
    expect(await third).toBe("third");
  });

  it("holds everybody while paused", async () => {
    const queue = new HostQueue();
    queue.pause(30);
    queue.pause(1);
    const before = performance.now();
    await queue.run("interactive", never, () => Promise.resolve());
    expect(performance.now() - before).toBeGreaterThanOrEqual(28);
  });

  it.each([day, -day])("pauses as long as asked when the clock jumps by %i ms meanwhile", async (jump) => {
    vi.useFakeTimers();
    const queue = new HostQueue();
    queue.pause(10_000);
    let through = false;
    const work = queue.run("interactive", never, async () => {
      through = true;
    });
    vi.setSystemTime(Date.now() + jump);
    expect(queue.pausedFor).toBe(10_000);
    await vi.advanceTimersByTimeAsync(9_999);
    expect(through).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(through).toBe(true);
    await work;
  });
});

describe("waiting", () => {
  it("reads Retry-After in seconds and as a date", () => {
    const asked = (header: string | undefined, date?: string) =>
      retryAfter(new AnswerHeaders({ ...(header === undefined ? {} : { "retry-after": header }), date }));
    vi.useFakeTimers({ now: Date.parse("2026-01-01T00:00:00Z") });
    expect(asked("7")).toBe(7000);
    expect(asked("Thu, 01 Jan 2026 00:01:00 GMT")).toBe(60_000);
    expect(asked("Wed, 31 Dec 2025 00:00:00 GMT")).toBe(0);
    expect([asked(undefined), asked(""), asked("soon")]).toEqual([undefined, undefined, undefined]);
    expect([asked("99999999999999999999"), asked("Fri, 01 Jan 2100 00:00:00 GMT")]).toEqual([day, day]);
    // By the sender's own clock, which is a day from ours.
    expect(asked("Fri, 02 Jan 2026 00:01:00 GMT", "Fri, 02 Jan 2026 00:00:00 GMT")).toBe(60_000);
    expect(asked("Wed, 31 Dec 2025 00:01:00 GMT", "Wed, 31 Dec 2025 00:00:00 GMT")).toBe(60_000);
  });

  it("backs off further each time, never in step", () => {
    for (let attempt = 0; attempt < 5; attempt += 1) {
      const wait = backoff(attempt, defaultPatience);
      expect(wait).toBeGreaterThanOrEqual(250 * 2 ** attempt);
      expect(wait).toBeLessThanOrEqual(500 * 2 ** attempt);
    }
  });
});
