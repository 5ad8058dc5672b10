import { expect, it } from "vitest";
import type { CopyEvent } from "#lib/registry/index.ts";
import { type CopyProgress, CopyTracker } from "./progress.ts";

const event = (at: number, state: CopyEvent["state"], sent = 0, size = 1000): CopyEvent => ({
  what: "blob",
  digest: `sha256:${String(at).padStart(64, "0")}` as CopyEvent["digest"],
  size,
  state,
  sent,
});

function tracked() {
  const pictures: CopyProgress[] = [];
  return { pictures, tracker: new CopyTracker((picture) => pictures.push(picture)) };
}

it("counts what is copied, not what was there, and reckons how long the rest takes", () => {
  const { pictures, tracker } = tracked();
  tracker.apply(event(1, "found"), 0);
  tracker.apply(event(2, "found"), 0);
  tracker.apply(event(3, "found"), 0);
  tracker.apply(event(3, "present"), 0);
  tracker.flush(0);
  tracker.apply(event(1, "copying", 500), 1000);
  expect(pictures.at(-1)).toMatchObject({
    downloadedBytes: 500,
    totalBytes: 2000,
    bytesPerSecond: 500,
    secondsLeft: 3,
    parts: { done: 1, count: 3 },
  });
});

it("keeps what was copied as copied when the next image finds it there, and leaves out what nobody copies", () => {
  const { pictures, tracker } = tracked();
  tracker.apply(event(1, "found"), 0);
  tracker.apply(event(1, "copied", 1000), 1);
  tracker.apply(event(1, "found"), 2);
  tracker.apply(event(1, "present"), 3);
  tracker.apply(event(2, "found"), 4);
  tracker.apply(event(2, "foreign"), 5);
  tracker.flush(6);
  expect(pictures.at(-1)?.layers).toMatchObject([{ state: "done", currentBytes: 1000 }]);
});

it("lists a hundred, those under way first, and counts them all", () => {
  const { pictures, tracker } = tracked();
  for (let at = 0; at < 300; at += 1) tracker.apply(event(at, at < 250 ? "present" : "found"), at);
  tracker.flush(300);
  const last = pictures.at(-1);
  expect(last?.layers).toHaveLength(100);
  expect(last?.layers.filter(({ state }) => state === "waiting")).toHaveLength(50);
  expect(last?.parts).toEqual({ done: 250, count: 300 });
  // A picture now and then, not one for each event.
  expect(pictures.length).toBeLessThan(10);
});
