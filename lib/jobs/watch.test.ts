import { expect, it } from "vitest";
import { Watch } from "./watch.ts";

const job = (beat: string) => ({ id: "1", worker: "a", beat });

it("calls a worker dead when its sign of life stands still, whatever any clock says", () => {
  const watch = new Watch();
  // Far in the future or the past: the database's clock has stepped.
  for (const [index, beat] of ["2099-01-01", "1999-01-01"].entries()) {
    const start = index * 100_000;
    expect(watch.look([job(beat)], start)).toEqual([]);
    expect(watch.look([job(beat)], start + 8_900)).toEqual([]);
    expect(watch.look([job(beat)], start + 9_000)).toEqual([job(beat)]);
  }
});

it("gives time anew to whoever moved, changed hands, or could not be seen", () => {
  const watch = new Watch();
  watch.look([job("1")], 0);
  expect(watch.look([job("2")], 9_000)).toEqual([]);
  expect(watch.look([{ ...job("2"), worker: "b" }], 18_000)).toEqual([]);
  watch.forget();
  expect(watch.look([{ ...job("2"), worker: "b" }], 60_000)).toEqual([]);
  expect(watch.look([], 61_000)).toEqual([]);
  expect(watch.look([{ ...job("2"), worker: "b" }], 90_000)).toEqual([]);
});
