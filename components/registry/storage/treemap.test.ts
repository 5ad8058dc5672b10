import fc from "fast-check";
import { expect, it } from "vitest";
import { treemap } from "./treemap.ts";

const sizes = fc.array(fc.integer({ min: 0, max: 10 ** 12 }), { maxLength: 60 });
const ratios = fc.constantFrom(0.75, 1, 2.4);
/** Percent of the picture: nobody sees less. */
const slack = 1e-3;

it("fills the picture with tiles as large as their items, inside it and not over one another", () => {
  fc.assert(
    fc.property(sizes, ratios, (all, ratio) => {
      const tiles = treemap(all, (size) => size, ratio);
      const total = all.reduce((sum, size) => sum + size, 0);
      expect(tiles).toHaveLength(all.filter((size) => size > 0).length);
      for (const { item, x, y, width, height } of tiles) {
        expect(Math.abs((width * height) / 10_000 - item / total)).toBeLessThan(1e-6);
        expect(Math.min(x, y)).toBeGreaterThan(-slack);
        expect(Math.max(x + width, y + height)).toBeLessThan(100 + slack);
      }
      for (const [index, one] of tiles.entries()) {
        for (const other of tiles.slice(index + 1)) {
          const wide = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
          const high = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
          expect(Math.min(wide, high)).toBeLessThan(slack);
        }
      }
    }),
    { numRuns: 60 },
  );
});

it("has room for the least beside the most", () => {
  for (const { width, height, x, y } of treemap([1, 382_009_002_045], (size) => size, 0.75)) {
    expect(Math.max(x + width, y + height)).toBeLessThanOrEqual(100 + slack);
  }
});

it("lays equal items out as squares", () => {
  const tiles = treemap(["a", "b", "c", "d"], () => 1, 1);
  expect(tiles.map(({ width, height }) => [width, height])).toEqual(
    Array.from({ length: 4 }, () => [50, 50]),
  );
});
