import { describe, expect, it } from "vitest";
import { defaultDisplay, parseDisplay } from "./display.ts";

describe("what was remembered of a table", () => {
  it("is taken as it was written", () => {
    const display = { compact: true, columns: { size: false }, autoRefresh: true, absoluteTimes: true };
    expect(parseDisplay(JSON.parse(JSON.stringify(display)))).toEqual(display);
  });

  it("is the default where it makes no sense", () => {
    for (const value of [null, undefined, "compact", 7, [], { compact: "yes", columns: 3, autoRefresh: 1 }]) {
      expect(parseDisplay(value)).toEqual(defaultDisplay);
    }
    expect(parseDisplay({ columns: { size: "no", created: true } }).columns).toEqual({ created: true });
  });
});
