import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tagSortKey } from "./sort-key.ts";

function sorted(names: readonly string[]): string[] {
  const byKey = (a: string, b: string) =>
    Buffer.compare(Buffer.from(tagSortKey(a)), Buffer.from(tagSortKey(b)));
  return [...names].sort(byKey);
}

describe("tagSortKey", () => {
  it("orders versions as people count", () => {
    const names = ["1.9", "1.10", "1.10.1", "2.0", "10.0", "latest", "v1.9", "v1.10"];
    expect(sorted(names.toReversed())).toEqual(names);
  });

  it("keeps pre-releases and variants before and beside their version", () => {
    const names = ["1.26.3", "1.27-alpine", "1.27-rc1", "1.27", "1.27.1-alpine", "1.27.1"];
    expect(sorted(names.toReversed())).toEqual(names);
  });

  it("compares numbers of any length, with and without leading zeros", () => {
    const big = fc.bigInt({ min: 0n, max: 10n ** 40n });
    fc.assert(
      fc.property(big, big, fc.nat(5), (a, b, zeros) => {
        fc.pre(a !== b);
        const [low, high] = a < b ? [a, b] : [b, a];
        expect(sorted([`build-${high}`, `build-${"0".repeat(zeros)}${low}`])[1]).toBe(`build-${high}`);
      }),
    );
  });
});
