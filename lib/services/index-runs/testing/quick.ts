import type { Delays } from "../patience.ts";

/** For tests: nobody waits for minutes. */
export const quick: Delays = {
  first: 50,
  tries: 7,
  inPlace: 100,
  longest: 5_000,
  elsewhere: 50,
  database: 50,
};
