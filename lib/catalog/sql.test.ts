import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeCursor, encodeCursor, keyset, likePattern } from "./sql.ts";

describe("cursors", () => {
  it("survive the way out and back", () => {
    fc.assert(
      fc.property(fc.option(fc.string()), fc.string(), (key, name) => {
        expect(decodeCursor(encodeCursor({ key, name }))).toEqual({ key, name });
      }),
    );
  });

  it("are refused when somebody else wrote them", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!/^[\w-]*$/.test(text) || text.length < 8);
        expect(() => decodeCursor(text)).toThrowError(expect.objectContaining({ code: "INVALID_INPUT" }));
      }),
    );
    const numbers = Buffer.from("[1,2]").toString("base64url");
    expect(() => decodeCursor(numbers)).toThrowError(expect.objectContaining({ code: "INVALID_INPUT" }));
  });

  it("must fit the column they continue", () => {
    const column = { expression: "x", type: "bigint" } as const;
    const odd = { key: "1); DROP TABLE x", name: "n" };
    const unknown = { key: null, name: "n" };
    for (const cursor of [odd, unknown]) {
      expect(() => keyset(column, "asc", "n", cursor, 1)).toThrowError(
        expect.objectContaining({ code: "INVALID_INPUT" }),
      );
    }
  });
});

describe("likePattern", () => {
  it("lets wildcards mean themselves", () => {
    expect(likePattern("50%_\\", "contains")).toBe("%50\\%\\_\\\\%");
    expect(likePattern("a", "prefix")).toBe("a%");
    expect(likePattern("t %a", "letters")).toBe("%t%\\%%a%");
  });
});
