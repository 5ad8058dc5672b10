import { describe, expect, it } from "vitest";
import { webAddress } from "./web-address.ts";

describe("webAddress", () => {
  it("takes web addresses", () => {
    expect(webAddress("https://git.example.com/a?b=c")).toBe("https://git.example.com/a?b=c");
    expect(webAddress("HTTP://example.com")).toBe("http://example.com/");
  });

  it.each([
    "javascript:alert(1)",
    " javascript:alert(1)",
    "data:text/html,<script>",
    "file:///etc/passwd",
    "//evil.example",
    "https://user:pw@example.com",
    "git@github.com:a/b.git",
    "https://",
    "",
  ])("leaves %j as text", (text) => {
    expect(webAddress(text)).toBeNull();
  });
});
