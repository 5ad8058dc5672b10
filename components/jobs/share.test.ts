import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LayerState, PullProgress } from "#lib/docker/types.ts";
import { pullShare } from "./share.ts";

const progress = (layers: PullProgress["layers"], downloadedBytes = 0, totalBytes = 0): PullProgress => ({
  layers,
  downloadedBytes,
  totalBytes,
  bytesPerSecond: 0,
  secondsLeft: null,
});
const states: LayerState[] = [
  "waiting",
  "downloading",
  "verifying",
  "downloaded",
  "extracting",
  "done",
  "exists",
];

describe("how far a pull is", () => {
  it("is unknown before there is a layer, and whole only when every layer is", () => {
    expect(pullShare(progress([]))).toBeNull();
    const layer = { id: "a", state: "exists", currentBytes: 0, totalBytes: 0 } as const;
    expect(pullShare(progress([layer]))).toBe(1);
  });

  it("stays between nothing and all, and short of all while a layer is not there", () => {
    const layer = fc.record({
      id: fc.string(),
      state: fc.constantFrom(...states),
      currentBytes: fc.nat(),
      totalBytes: fc.nat(),
    });
    fc.assert(
      fc.property(fc.array(layer), fc.nat(), fc.nat(), (layers, some, more) => {
        const share = pullShare(progress(layers, some, some + more));
        if (share === null) return;
        expect(share).toBeGreaterThanOrEqual(0);
        expect(share).toBeLessThanOrEqual(1);
        const all = layers.every(({ state }) => state === "done" || state === "exists");
        expect(share === 1).toBe(all);
      }),
    );
  });
});
