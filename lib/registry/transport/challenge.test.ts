import fc from "fast-check";
import { describe, expect, it } from "vitest";
import cases from "../testing/header-cases.json" with { type: "json" };
import { parseChallenges, preferredChallenge } from "./challenge.ts";

interface ChallengeCase {
  readonly headers: readonly string[];
  readonly expect?: readonly object[];
  readonly source: string;
}

describe("parseChallenges", () => {
  it.each(cases.challenges as readonly ChallengeCase[])(
    "reads $headers ($source)",
    ({ headers, expect: expected }) => {
      // What the case calls an error is no challenge to us.
      expect(parseChallenges(headers)).toEqual(expected ?? []);
    },
  );

  it("skips schemes it does not know and keeps those it does", () => {
    const line = 'Negotiate dG9rZW4=, Digest realm="d", nonce="n,\\"m", Basic realm="b"';
    expect(parseChallenges(line)).toEqual([{ scheme: "basic", params: { realm: "b" } }]);
  });

  it("prefers Bearer with a realm, then Basic", () => {
    const both = parseChallenges(['Basic realm="b"', 'Bearer realm="https://t.example/token"']);
    expect(preferredChallenge(both)?.scheme).toBe("bearer");
    expect(preferredChallenge(parseChallenges(["Bearer", "Basic"]))?.scheme).toBe("basic");
    expect(preferredChallenge([])).toBeUndefined();
  });

  it("never throws, whatever the header", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary" })), (headers) => void parseChallenges(headers)),
    );
    const nasty = fc.string({
      unit: fc.constantFrom("B", "a", "s", "i", "c", " ", ",", "=", '"', "\\", "/"),
    });
    fc.assert(fc.property(nasty, (header) => void parseChallenges(header)));
  });

  it("reads back what it was given, quoted and escaped", () => {
    const value = fc.string({ unit: "grapheme-ascii" });
    fc.assert(
      fc.property(value, value, (realm, service) => {
        const quote = (text: string): string => `"${text.replace(/["\\]/g, "\\$&")}"`;
        const header = `bEARER Realm=${quote(realm)} ,  service = ${quote(service)}, Basic realm=x`;
        expect(parseChallenges(header)).toEqual([
          { scheme: "bearer", params: { realm, service } },
          { scheme: "basic", params: { realm: "x" } },
        ]);
      }),
    );
  });
});
