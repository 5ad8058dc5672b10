import { describe, expect, it } from "vitest";
import type { CertificateSummary } from "#lib/registry/connection-types.ts";
import { warningsOf } from "./read-certificate.ts";

const authority: CertificateSummary = {
  subject: "CN=Corp Root",
  issuer: "CN=Corp Root",
  names: [],
  notBefore: "2026-01-01T00:00:00.000Z",
  notAfter: "2031-01-01T00:00:00.000Z",
  key: "RSA 4096",
  isAuthority: true,
  fingerprint: "00",
};
const now = new Date("2026-11-21T00:00:00Z");

describe("what is wrong with a certificate", () => {
  it("is nothing with an authority in its time, which needs no names", () => {
    expect(warningsOf(authority, now)).toEqual([]);
  });

  it("is its time", () => {
    expect(warningsOf(authority, new Date("2031-01-02"))).toEqual(["expired"]);
    expect(warningsOf(authority, new Date("2025-01-02"))).toEqual(["not_yet_valid"]);
  });

  it("is a server's certificate in the place of an authority's, doubly so without names", () => {
    const server = { ...authority, isAuthority: false, names: ["registry.example.com"] };
    expect(warningsOf(server, now)).toEqual(["not_authority"]);
    expect(warningsOf({ ...server, names: [] }, now)).toEqual(["not_authority", "no_alt_names"]);
  });
});
