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
    "data:text/html,<script>alert(1)</script>",
    "evil.example",
    "%2F%2Fevil.example",
    "%5C%5Cevil.example",
    "/\u0009/evil.example",
    "/ /evil.example",
    "/.//evil.example",
    "/..//evil.example",
    "/x/..//evil.example",
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
    const nasty = fc.string({ unit: fc.constantFrom(..."//..\\@:?#%\t\n e"), maxLength: 8 });
    fc.assert(
      fc.property(nasty, (path) => {
        const led = relativePath(`/${path}`);
        expect(URL.canParse(led, "https://ours.example"), led).toBe(true);
        expect(new URL(led, "https://ours.example").origin).toBe("https://ours.example");
      }),
      { numRuns: 2_000 },
    );
  });
});
