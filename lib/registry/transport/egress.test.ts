import { describe, expect, it } from "vitest";
import { addressScope, EgressRefusedError, isAllowed, resolveAllowed } from "./egress.ts";

const closed = { allowPrivate: false, skipTlsVerify: false };
const open = { allowPrivate: true, skipTlsVerify: false };

describe("addresses", () => {
  it.each(["8.8.8.8", "1.1.1.1", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])(
    "%s is public",
    (address) => {
      expect(addressScope(address)).toBe("public");
      expect(isAllowed(address, closed)).toBe(true);
    },
  );

  it.each([
    "127.0.0.1",
    "127.9.9.9",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "::1",
    "fd12::1",
    "::ffff:127.0.0.1",
    "::ffff:7f00:1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
  ])("%s is private: the administrator's to allow", (address) => {
    expect(addressScope(address)).toBe("private");
    expect([isAllowed(address, closed), isAllowed(address, open)]).toEqual([false, true]);
  });

  it.each([
    "0.0.0.0",
    "0.1.2.3",
    "::",
    "169.254.169.254",
    "169.254.0.1",
    "fe80::1",
    "100.100.100.200",
    "fd00:ec2::254",
    "224.0.0.1",
    "255.255.255.255",
    "240.0.0.1",
    "192.0.2.1",
    "198.18.0.1",
    "ff02::1",
    "::ffff:169.254.169.254",
    "::ffff:0.0.0.0",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::1",
    "2002:7f00:1::",
    "2001::1",
    "fec0::1",
    "::7f00:1",
    "",
    "localhost",
    "fe80::1%eth0",
  ])("%j is never connected to", (address) => {
    expect(isAllowed(address, open)).toBe(false);
  });
});

describe("resolveAllowed", () => {
  it("judges what a name resolves to, not its spelling", async () => {
    await expect(resolveAllowed("localhost", closed)).rejects.toBeInstanceOf(EgressRefusedError);
    expect((await resolveAllowed("localhost", open)).length).toBeGreaterThan(0);
  });

  it("judges literals without asking DNS", async () => {
    await expect(resolveAllowed("[::1]", closed)).rejects.toBeInstanceOf(EgressRefusedError);
    expect(await resolveAllowed("[::1]", open)).toEqual([{ address: "::1", family: 6 }]);
  });
});
