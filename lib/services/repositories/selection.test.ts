import { describe, expect, it } from "vitest";
import { fits, isSelected } from "./selection.ts";

describe("a pattern", () => {
  it.each([
    ["team/app", "team/app", true],
    ["team/app", "team/app2", false],
    ["team", "team/app", false],
    ["team/*", "team/app", true],
    ["team/*", "team/app/web", false],
    ["team/**", "team/app/web", true],
    ["**/web", "team/app/web", true],
    ["**", "anything/at/all", true],
    ["*", "solo", true],
    ["*", "team/app", false],
    ["v?", "v1", true],
    ["v?", "v/", false],
    ["*-cache", "build-cache", true],
    ["*-cache*", "a-cache-b-cache", true],
    ["a.b", "axb", false],
  ])("%s fits %s: %s", (pattern, name, expected) => expect(fits(pattern, name)).toBe(expected));

  it("takes no longer for being nasty", () => {
    const started = performance.now();
    expect(fits(`${"*a".repeat(120)}b`, "a".repeat(255))).toBe(false);
    expect(fits(`${"**a".repeat(80)}b`, "a/".repeat(127))).toBe(false);
    expect(performance.now() - started).toBeLessThan(500);
  });
});

it("selects what is included, or everything, without what is excluded", () => {
  expect(isSelected("team/app", { include: [], exclude: [] })).toBe(true);
  expect(isSelected("team/app", { include: ["other/**"], exclude: [] })).toBe(false);
  expect(isSelected("team/app", { include: ["team/**"], exclude: ["**/app"] })).toBe(false);
});
