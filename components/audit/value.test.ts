import { describe, expect, it } from "vitest";
import { changesOf } from "./value.tsx";

describe("what changed", () => {
  it("is the fields that differ, those that came and those that went", () => {
    expect(
      changesOf({ name: "a", hosts: ["x"], gone: 1 }, { name: "a", hosts: ["x", "y"], fresh: true }),
    ).toEqual([
      { field: "hosts", before: ["x"], after: ["x", "y"] },
      { field: "gone", before: 1, after: undefined },
      { field: "fresh", before: undefined, after: true },
    ]);
  });

  it.each([
    [null, null],
    ["text", 7],
    [[1], undefined],
  ])("is nothing for %j and %j", (before, after) => {
    expect(changesOf(before, after)).toEqual([]);
  });
});
