import { expect, it } from "vitest";
import { Place, Places } from "./places.ts";

const never = new AbortController().signal;
const settled = async (promise: Promise<void>) => {
  let over = false;
  void promise.then(() => {
    over = true;
  });
  await new Promise(setImmediate);
  return over;
};

it("a place that was left is its job's again when one is free, in the order in which they came back", async () => {
  const places = new Places(1);
  const first = new Place(places);
  expect(places.full).toBe(true);
  first.leave();
  first.leave();
  expect(places.full).toBe(false);
  const third = new Place(places);
  const room = places.room();
  const back = first.back(never);
  expect(await settled(back)).toBe(false);
  third.close();
  expect(await settled(back)).toBe(true);
  expect(await settled(room)).toBe(false);
  first.close();
  first.close();
  expect(await settled(room)).toBe(true);
});

it("who gives up waiting for a place takes none", async () => {
  const places = new Places(1);
  const away = new Place(places);
  away.leave();
  const other = new Place(places);
  const stop = new AbortController();
  const back = away.back(stop.signal);
  stop.abort("cancel");
  await expect(back).rejects.toBe("cancel");
  other.close();
  away.close();
  expect(places.full).toBe(false);
  await expect(away.back(stop.signal)).rejects.toBe("cancel");
});

it("a job that is over while it waits for a place passes it on", async () => {
  const places = new Places(1);
  const away = new Place(places);
  away.leave();
  const other = new Place(places);
  const back = away.back(never);
  away.close();
  other.close();
  await back;
  expect(places.full).toBe(false);
});
