import { describe, expect, it } from "vitest";
import { against, percentile, replaceSection, spread, summarise, toMarkdown } from "./figures.ts";

describe("figures", () => {
  it("a summary names the value in the middle and the extremes, in whatever order they came", () => {
    expect(summarise([30, 10, 20])).toEqual({ median: 20, min: 10, max: 30, runs: 3 });
    expect(summarise([7])).toEqual({ median: 7, min: 7, max: 7, runs: 1 });
  });

  it("95 % of a hundred values do not exceed the percentile, and one of them is it", () => {
    const values = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect(percentile(values, 0.95)).toBe(95);
    expect(percentile(values, 1)).toBe(100);
  });

  it("nothing measured is no figure", () => {
    expect(() => percentile([], 0.5)).toThrow("no measurement");
  });

  it("a spread shows the range only where there is one", () => {
    expect(spread(summarise([212.4, 198, 1260]))).toBe("212 (198–1,260)");
    expect(spread(summarise([5, 5]))).toBe("5");
  });
});

describe("budgets", () => {
  it("what misses one says so by its median; an outlier alone does not", () => {
    expect(against(300, summarise([300, 290, 900]))).toBe("300 (290–900)");
    expect(against(1000, summarise([1200]))).toBe("1,200 **over 1,000**");
  });
});

describe("tables", () => {
  it("columns are as wide as their widest cell", () => {
    expect(toMarkdown({ headers: ["a", "long"], rows: [["wide", "1"]] })).toBe(
      "| a    | long |\n| ---- | ---- |\n| wide | 1    |",
    );
  });

  it("replaces one section and leaves the words around it", () => {
    const document = "before\n<!-- bench:x -->\nold\n<!-- /bench:x -->\nafter";
    expect(replaceSection(document, "x", "new")).toBe(
      "before\n<!-- bench:x -->\nnew\n<!-- /bench:x -->\nafter",
    );
    expect(() => replaceSection(document, "y", "new")).toThrow('no place for "y"');
  });
});
