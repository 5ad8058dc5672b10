import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { codePoint, stretches } from "./visible.ts";

const shown = (text: string) =>
  stretches(text)
    .map((part) => (part.hidden ? `[${codePoint(part.text)}]` : part.text))
    .join("");

describe("stretches", () => {
  it.each([
    ["plain", "plain"],
    ["two\nlines\tand a tab", "two\nlines\tand a tab"],
    ["windows\r\nold mac\rlines", "windows\nold mac\nlines"],
    ["user\u202egnp.exe", "user[U+202E]gnp.exe"],
    ["\u2066isolated\u2069", "[U+2066]isolated[U+2069]"],
    ["\u001b[31mred nul\u0000", "[U+001B][31mred nul[U+0000]"],
    ["zero\u200bwidth\ufeff", "zero[U+200B]width[U+FEFF]"],
    ["smuggled\u{e0041}", "smuggled[U+E0041]"],
    ["👩‍👩‍👧 שלום مرحبا 你好", "👩‍👩‍👧 שלום مرحبا 你好"],
    ["", ""],
  ])("%j", (text, expected) => expect(shown(text)).toBe(expected));

  it("loses nothing but the form of line ends", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const joined = stretches(text)
          .map((part) => part.text)
          .join("");
        expect(joined).toBe(text.replace(/\r\n?/g, "\n"));
      }),
    );
  });
});
