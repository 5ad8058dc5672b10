import { describe, expect, it } from "vitest";
import { checkOrigin } from "./origin.ts";

const publicUrl = "https://reg.example.com";
const request = {
  method: "POST",
  host: "127.0.0.1:3000",
  origin: undefined,
  authorization: undefined,
  cookie: undefined,
  path: "/api/v1/tags/delete",
};
const verdict = (changes: Partial<Parameters<typeof checkOrigin>[0]>) =>
  checkOrigin({ ...request, ...changes }, publicUrl).allowed;

describe("origin", () => {
  it.each(["GET", "HEAD"])("is not asked of %s", (method) => {
    expect(verdict({ method, origin: "https://evil.example" })).toBe(true);
  });

  it.each(["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND"])("is asked of %s", (method) => {
    expect(verdict({ method, origin: "https://evil.example" })).toBe(false);
    expect(verdict({ method })).toBe(false);
  });

  it.each([
    ["the public address", publicUrl, "internal:3000"],
    ["the host itself", "http://127.0.0.1:3000", "127.0.0.1:3000"],
    ["the host itself, TLS ended before us", "https://box.lan", "box.lan"],
    ["the host itself, default port spelled out", "https://box.lan", "box.lan:443"],
    ["the host itself, other case", "http://box.lan:3000", "Box.LAN:3000"],
    ["IPv6", "http://[::1]:3000", "[::1]:3000"],
  ])("passes when it is %s", (_, origin, host) => {
    expect(verdict({ origin, host })).toBe(true);
  });

  it.each([
    ["opaque", "null", "null"],
    ["longer", "https://reg.example.com.evil.example", "reg.example.com"],
    ["a user's name", "https://reg.example.com@evil.example", "reg.example.com"],
    ["another port", "https://reg.example.com:8443", "127.0.0.1:3000"],
    ["another port of the same host", "http://127.0.0.1:4000", "127.0.0.1:3000"],
    ["the public host without TLS", "http://reg.example.com", "127.0.0.1:3000"],
    ["a path", "http://127.0.0.1:3000/x", "127.0.0.1:3000"],
    ["another scheme", "ftp://127.0.0.1:3000", "127.0.0.1:3000"],
    ["empty", "", ""],
    ["another host, ours smuggled in", "http://evil.example", "evil.example@127.0.0.1:3000"],
  ])("fails when it is %s", (_, origin, host) => {
    expect(verdict({ origin, host })).toBe(false);
  });

  it("may be missing only from a caller with a bearer token and no cookie", () => {
    expect(verdict({ authorization: "Bearer abc" })).toBe(true);
    expect(verdict({ authorization: "Bearer abc", cookie: "session=1" })).toBe(false);
    expect(verdict({ authorization: "Basic abc" })).toBe(false);
  });

  it("may be missing where a registry posts its notifications, but not from a browser", () => {
    expect(verdict({ path: "/api/events/secret" })).toBe(true);
    expect(verdict({ path: "/api/events/secret", cookie: "session=1" })).toBe(false);
    expect(verdict({ path: "/api/events/secret", origin: "https://evil.example" })).toBe(false);
    expect(verdict({ path: "/api/v1/events/secret" })).toBe(false);
  });

  it("says what to do when it is refused", () => {
    const refused = checkOrigin({ ...request, origin: "https://other.example" }, publicUrl);
    expect(refused).toMatchObject({
      reason: "foreign",
      message: expect.stringContaining("LONGSHORE_PUBLIC_URL"),
    });
  });
});
