import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { relativePath } from "./relative-path.ts";

describe("where a sign-in may lead back to", () => {
  it.each([
    "/",
    "/audit?outcome=denied#top",
    "/registries/1/library/nginx/-/tags/1.27",
    "/registries/1/a%2Fb",
  ])("%s", (path) => expect(relativePath(path, "/fallback")).toBe(path));

  it.each([
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n//evil.example",
    " //evil.example",
    "https://evil.example",
    "javascript:alert(1)",
    "evil.example",
    "/login",
    "/login?callbackUrl=/login",
    "/setup",
    "/api/auth/signout",
    "",
    `/${"a".repeat(2000)}`,
    ["/audit"],
    undefined,
    null,
    7,
  ])("not %j", (path) => expect(relativePath(path, "/fallback")).toBe("/fallback"));

  it("never leaves the site", () => {
    const nasty = fc.string({ unit: fc.constantFrom(..."/\\@:.?#%\t\n evil") });
    fc.assert(
      fc.property(nasty, (path) => {
        expect(new URL(relativePath(path), "https://ours.example").origin).toBe("https://ours.example");
      }),
    );
  });
});
