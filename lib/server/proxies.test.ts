import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseTrustedProxies, resolveClient } from "./proxies.ts";

const proxies = parseTrustedProxies(["10.0.0.0/8", "fd00::/8", "192.0.2.1"]);
const from = (peer: string, forwardedFor?: string) =>
  resolveClient(peer, { forwardedFor, host: "h" }, proxies).address;

describe("the client's address", () => {
  it.each([
    ["is the peer when nothing is said", "203.0.113.9", undefined, "203.0.113.9"],
    ["is the peer when the peer is not trusted", "203.0.113.9", "198.51.100.1", "203.0.113.9"],
    ["comes from a trusted proxy", "10.1.2.3", "198.51.100.1", "198.51.100.1"],
    [
      "is what the last proxy saw, not what the client claimed",
      "10.1.2.3",
      "1.1.1.1, 198.51.100.1",
      "198.51.100.1",
    ],
    ["passes over further trusted proxies", "10.1.2.3", "1.1.1.1, 198.51.100.1, 192.0.2.1", "198.51.100.1"],
    ["is the outermost proxy when all are trusted", "10.1.2.3", "10.0.0.7, 10.0.0.8", "10.0.0.7"],
    ["stops at nonsense", "10.1.2.3", "198.51.100.1, <script>, 10.0.0.8", "10.0.0.8"],
    ["takes no shorthand", "10.1.2.3", "127.1", "10.1.2.3"],
    ["loses a port", "10.1.2.3", "198.51.100.1:4711", "198.51.100.1"],
    ["loses brackets and a port", "fd00::1", "[2001:db8::1]:4711", "2001:db8::1"],
    ["is IPv4 when written inside IPv6", "::ffff:10.1.2.3", "::ffff:198.51.100.1", "198.51.100.1"],
  ])("%s", (_, peer, forwardedFor, expected) => {
    expect(from(peer, forwardedFor)).toBe(expected);
  });

  it("never comes from a header of an untrusted peer, whatever it says", () => {
    fc.assert(fc.property(fc.string(), (text) => from("203.0.113.9", text) === "203.0.113.9"));
  });

  it("is always an address", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.ipV4(), fc.ipV6())), (hops) =>
        /^[\da-f.:]+$/.test(from("10.1.2.3", hops.join(","))),
      ),
    );
  });
});

it("believes host and scheme of trusted proxies only", () => {
  const headers = { host: "internal:3000", forwardedHost: "reg.example.com, other", forwardedProto: "https" };
  expect(resolveClient("10.1.2.3", headers, proxies)).toMatchObject({
    host: "reg.example.com",
    proto: "https",
  });
  expect(resolveClient("203.0.113.9", headers, proxies)).toMatchObject({
    host: "internal:3000",
    proto: "http",
  });
});

it("trusts nobody by default", () => {
  const none = parseTrustedProxies([]);
  expect(resolveClient("127.0.0.1", { forwardedFor: "1.1.1.1" }, none).address).toBe("127.0.0.1");
});
