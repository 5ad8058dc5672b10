import { describe, expect, it } from "vitest";
import { RunTracker } from "./tracker.ts";
import type { IndexRunProgress } from "./types.ts";

function tracked() {
  const pictures: IndexRunProgress[] = [];
  let now = 0;
  let requests = 0;
  const tracker = new RunTracker(
    (picture) => pictures.push(picture),
    () => requests,
    () => now,
  );
  const last = () => pictures.at(-1) as IndexRunProgress;
  const pass = (seconds: number, sent: number) => {
    now += seconds * 1000;
    requests += sent;
  };
  return { tracker, last, pass };
}

const repository = (name: string, tagCount: number | null, done = false) => ({ name, tagCount, done });
const away = { code: "REGISTRY_UNREACHABLE" } as const;

describe("the picture of a run", () => {
  it("counts what was read before it was interrupted, and says when nobody knows how many tags there are", () => {
    const { tracker, last } = tracked();
    tracker.plan([repository("a", 5, true), repository("b", 7), repository("c", null)], 2);
    expect(last()).toMatchObject({
      repositories: { done: 1, total: 3, failed: 0, excluded: 2 },
      tags: { done: 5, total: 12, open: true },
    });
    tracker.begin("c");
    expect(last().current).toEqual([{ name: "c", done: 0, total: null }]);
    tracker.progress("c", { done: 0, total: 9 });
    expect(last().tags).toMatchObject({ done: 5, total: 21, open: false });
    tracker.progress("c", { done: 4, total: 9 });
    expect(last().tags.done).toBe(9);
    tracker.postpone("c");
    // It comes again: what was counted is not taken back.
    expect(last()).toMatchObject({ tags: { done: 9, total: 21, open: false }, current: [] });
    tracker.begin("c");
    tracker.progress("c", { done: 0, total: null });
    expect(last().tags).toMatchObject({ done: 9, total: 21 });
    tracker.end("c", 9);
    tracker.begin("b");
    tracker.fail("b", { ...away, upstream: "a page of HTML" });
    tracker.broken(1, [{ repository: "c", tag: "1.0", error: { code: "REGISTRY_REJECTED" } }]);
    expect(last()).toMatchObject({
      repositories: { done: 3, total: 3, failed: 1 },
      tags: { done: 14, total: 14, open: false, failed: 1 },
      failures: [
        { repository: "b", tag: null, error: away },
        { repository: "c", tag: "1.0" },
      ],
    });
    expect(JSON.stringify(last())).not.toContain("HTML");
    expect(tracker.result()).toMatchObject({
      repositories: 3,
      tags: 14,
      failedRepositories: 1,
      failedTags: 1,
    });
  });

  it("tells rates of the last seconds and the time left, not counting the time it had to wait", () => {
    const { tracker, last, pass } = tracked();
    tracker.plan([repository("a", 100), repository("b", 100)], 0);
    tracker.begin("a");
    pass(1, 50);
    tracker.progress("a", { done: 20, total: 100 });
    expect(last()).toMatchObject({ tagsPerSecond: 20, requestsPerSecond: 50, secondsLeft: null });
    pass(1, 50);
    tracker.progress("a", { done: 40, total: 100 });
    // 202 units in all, 40 of them in two seconds.
    expect(last().secondsLeft).toBe(8);
    tracker.wait(60_000, away);
    expect(last()).toMatchObject({ waiting: { seconds: 60, error: away }, secondsLeft: null });
    pass(60, 0);
    tracker.queue(true);
    expect(last()).toMatchObject({ waiting: { seconds: 0, error: away, queued: true } });
    tracker.queue(false);
    expect(last()).toMatchObject({ waiting: { seconds: 0, error: away, queued: false }, tagsPerSecond: 0 });
    tracker.begin("b");
    // It is being asked, and has not answered yet.
    expect(last()).toMatchObject({ waiting: { seconds: 0 }, secondsLeft: null });
    pass(5, 0);
    tracker.wait(10_000, away);
    // Asked before it went away: no answer of a registry that is back.
    tracker.progress("a", { done: 40, total: 100 });
    expect(last()).toMatchObject({ waiting: { seconds: 10 }, secondsLeft: null });
    pass(10, 0);
    tracker.progress("b", { done: 0, total: 100 });
    expect(last()).toMatchObject({ waiting: null, secondsLeft: 8 });
  });

  it("never counts backwards: not when a repository fails in the middle, nor when an interrupted run goes on", () => {
    const { tracker, last } = tracked();
    tracker.plan([repository("a", 100), repository("b", 50)], 0, [{ name: "b", done: 20, total: 50 }]);
    expect(last().tags).toMatchObject({ done: 20, total: 150 });
    tracker.begin("a");
    tracker.progress("a", { done: 40, total: 100 });
    tracker.begin("b");
    tracker.progress("b", { done: 10, total: 50 });
    expect(last().tags.done).toBe(60);
    tracker.fail("a", away);
    expect(last().tags).toMatchObject({ done: 60, total: 90 });
    tracker.end("b", 50);
    expect(last().tags).toMatchObject({ done: 90, total: 90 });
  });

  it("stays small enough for an announcement, however much fails", () => {
    const { tracker, last } = tracked();
    const names = Array.from({ length: 3000 }, (_, index) => `team/${index}/${"x".repeat(80)}`);
    tracker.plan(
      names.map((name) => repository(name, null)),
      0,
    );
    for (const name of names) {
      tracker.begin(name);
      tracker.fail(name, away);
    }
    expect(Buffer.byteLength(JSON.stringify(last()))).toBeLessThan(6000);
    expect(tracker.result().failures).toHaveLength(200);
    expect(last().repositories.failed).toBe(3000);
  });
});
