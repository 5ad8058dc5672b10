import { expect, it } from "vitest";
import { Pace } from "./pace.ts";

it("keeps requests apart, and those given up take nobody's turn", async () => {
  const pace = new Pace(20, 7);
  const abandoned = new AbortController();
  const going = new AbortController();
  const begun = performance.now();
  await pace.turn(going.signal);
  const waiting = Array.from({ length: 40 }, () => pace.turn(abandoned.signal));
  const kept = pace.turn(going.signal);
  abandoned.abort();
  const outcomes = await Promise.allSettled(waiting);
  expect(outcomes.every(({ status }) => status === "rejected")).toBe(true);
  await kept;
  const took = performance.now() - begun;
  // Forty turns would have been two seconds.
  expect(took).toBeGreaterThanOrEqual(45);
  expect(took).toBeLessThan(1_000);
  expect(pace.requests).toBe(9);
});
