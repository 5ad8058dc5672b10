import { describe, expect, it } from "vitest";
import { negotiateLocale, validTimeZone } from "./locales.ts";

describe("negotiateLocale", () => {
  it.each([
    [null, "en"],
    ["", "en"],
    ["fr-FR", "en"],
    ["zh", "zh-CN"],
    ["zh-CN,zh;q=0.9,en;q=0.8", "zh-CN"],
    ["zh-Hans-CN", "zh-CN"],
    ["en-GB,zh-CN;q=0.9", "en"],
    ["en;q=0.3, zh-CN;q=0.7", "zh-CN"],
    ["zh;q=0, en", "en"],
    // A reader of traditional Chinese did not ask for simplified.
    ["zh-TW, en;q=0.5", "en"],
    [";;;,,q=1", "en"],
  ])("answers %s with %s", (header, locale) => {
    expect(negotiateLocale(header)).toBe(locale);
  });
});

describe("validTimeZone", () => {
  it("takes what Intl knows and nothing else", () => {
    expect(validTimeZone("Europe/Berlin")).toBe("Europe/Berlin");
    expect(validTimeZone("Etc/UTC")).toBe("Etc/UTC");
    expect(validTimeZone("Mars/Olympus")).toBe("UTC");
    expect(validTimeZone(undefined)).toBe("UTC");
  });
});
