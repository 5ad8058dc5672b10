import { expect, it } from "vitest";
import type { IndexRunProgress } from "#lib/services/index-runs/types.ts";
import type { JobDto } from "#lib/services/jobs/types.ts";
import { shownState } from "./shown-state.ts";

const progress: IndexRunProgress = {
  phase: "indexing",
  repositories: { done: 2, total: 5, failed: 0, excluded: 0 },
  tags: { done: 9, total: 20, open: false, failed: 0 },
  requests: 30,
  tagsPerSecond: 1,
  requestsPerSecond: 1,
  secondsLeft: null,
  current: [{ name: "team/api", done: 1, total: 3 }],
  failures: [],
  waiting: null,
};
const shown = (facts: object, picture: Partial<IndexRunProgress> = {}) =>
  shownState({
    kind: "registry.index",
    state: "running",
    cancelRequestedBy: null,
    pausedBy: null,
    progress: { ...progress, ...picture },
    ...facts,
  } as JobDto);

it("runs while it has something in hand, and waits where it has not", () => {
  expect(shown({})).toBe("running");
  expect(shown({ progress: null })).toBe("running");
  expect(shown({}, { waiting: { seconds: 5, error: { code: "TIMEOUT" } } })).toBe("retry");
  expect(shown({}, { waiting: { seconds: 0, error: { code: "TIMEOUT" } } })).toBe("running");
  const queued = { seconds: 0, error: { code: "TIMEOUT" }, queued: true } as const;
  expect(shown({}, { waiting: queued })).toBe("turn");
  expect(shown({}, { current: [] })).toBe("turn");
  expect(shown({}, { current: [], repositories: { ...progress.repositories, done: 5 } })).toBe("running");
  expect(shown({}, { current: [], phase: "referrers" })).toBe("running");
  expect(shown({ state: "queued" }, { current: [] })).toBe("queued");
});

it("is being stopped before it has stopped, and over once it is over", () => {
  expect(shown({ cancelRequestedBy: "ada" })).toBe("cancelling");
  expect(shown({ state: "queued", cancelRequestedBy: "ada", pausedBy: "bo" })).toBe("cancelling");
  expect(shown({ pausedBy: "bo" })).toBe("pausing");
  expect(shown({ state: "paused", pausedBy: "bo" })).toBe("paused");
  expect(shown({ state: "cancelled", cancelRequestedBy: "ada" })).toBe("cancelled");
  expect(shown({ state: "failed" }, { waiting: { seconds: 0, error: { code: "TIMEOUT" } } })).toBe("failed");
});
