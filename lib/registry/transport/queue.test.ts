import { describe, expect, it } from "vitest";
import { HostQueue } from "./queue.ts";
import { backoff, defaultPatience, retryAfter } from "./retry.ts";

const never = new AbortController().signal;

describe("HostQueue", () => {
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
    const before = Date.now();
    await queue.run("interactive", never, () => Promise.resolve());
    expect(Date.now() - before).toBeGreaterThanOrEqual(28);
  });
});

describe("waiting", () => {
  it("reads Retry-After in seconds and as a date", () => {
    const now = Date.parse("2026-01-01T00:00:00Z");
    expect(retryAfter("7", now)).toBe(7000);
    expect(retryAfter("Thu, 01 Jan 2026 00:01:00 GMT", now)).toBe(60_000);
    expect(retryAfter("Wed, 31 Dec 2025 00:00:00 GMT", now)).toBe(0);
    expect([retryAfter(undefined), retryAfter(""), retryAfter("soon"), retryAfter("-1")].slice(0, 3)).toEqual(
      [undefined, undefined, undefined],
    );
  });

  it("backs off further each time, never in step", () => {
    for (let attempt = 0; attempt < 5; attempt += 1) {
      const wait = backoff(attempt, defaultPatience);
      expect(wait).toBeGreaterThanOrEqual(250 * 2 ** attempt);
      expect(wait).toBeLessThanOrEqual(500 * 2 ** attempt);
    }
  });
});
