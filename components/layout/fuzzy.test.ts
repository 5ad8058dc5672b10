import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fuzzyMatch } from "./fuzzy.ts";

const found = (text: string, query: string) =>
  fuzzyMatch(text, query)?.ranges.map(([from, to]) => text.slice(from, to));

describe("fuzzyMatch", () => {
  it("prefers the beginning, then a word's beginning, then anywhere, then letters in order", () => {
    expect(fuzzyMatch("api", "API")?.rank).toBe(5);
    expect(fuzzyMatch("team/backend/api", "api")?.rank).toBe(4);
    expect(fuzzyMatch("capital/api", "api")).toEqual({ rank: 4, ranges: [[8, 11]] });
    expect(fuzzyMatch("rapid", "api")?.rank).toBe(3);
    expect(fuzzyMatch("team/backend/api", "tba")?.rank).toBe(2);
    expect(fuzzyMatch("team/backend/api", "xyz")).toBeNull();
  });

  it.each(["paymnets", "paynents", "paymeents", "oayments"])(
    "forgives one slip of the finger: %s",
    (typed) => {
      expect(fuzzyMatch("acme/payments", typed)?.rank).toBe(1);
      expect(fuzzyMatch("acme/parties", typed)).toBeNull();
    },
  );

  it("forgives none in a word of three letters", () => expect(fuzzyMatch("api", "axi")).toBeNull());

  it("says which characters it means", () => {
    expect(found("team/backend/api", "tb api")).toEqual(["t", "ba", "pi"]);
    expect(found("审计日志", "日志")).toEqual(["日志"]);
  });

  it("marks exactly the letters asked for, in their order, whatever the text", () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 1, maxLength: 6 }), (text, query) => {
        const marked = found(text, query)?.join("");
        const wanted = query.trim().toLowerCase();
        const letters = [...wanted.replace(/\s+/g, "")];
        const slips = letters.length < 4 ? [] : letters.map((_, at) => letters.toSpliced(at, 1).join(""));
        if (marked !== undefined)
          expect([wanted, letters.join(""), ...slips]).toContain(marked.toLowerCase());
      }),
    );
  });

  it("finds nothing for nothing", () => expect(fuzzyMatch("anything", "  ")).toBeNull());
});
