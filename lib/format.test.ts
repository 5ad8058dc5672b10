import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  formatBytes,
  formatBytesExact,
  formatCount,
  formatDateTime,
  formatDuration,
  formatRate,
  formatRelativeTime,
  knownDate,
  shortDigest,
  shortDigests,
} from "./format.ts";

describe("formatBytes", () => {
  it.each([
    [0, "0 B"],
    [999, "999 B"],
    [999.6, "1 kB"],
    [1000, "1 kB"],
    [96_000, "96 kB"],
    [4_800_000, "4.8 MB"],
    [28_230_000, "28.2 MB"],
    [172_960_000, "173 MB"],
    [999_499_999, "999 MB"],
    [999_500_000, "1 GB"],
    [4_210_000_000n, "4.21 GB"],
    [-5, "0 B"],
  ])("writes %s as %s", (bytes, words) => {
    expect(formatBytes(bytes)).toBe(words);
  });

  it("never shows four digits before the unit", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 20n }), (bytes) => {
        expect(formatBytes(bytes)).toMatch(/^\d{1,3}(\.\d{1,2})? [kMGTPE]?B$/);
      }),
    );
  });

  it("says every byte on request, in the reader's language", () => {
    expect(formatBytesExact(173_015_040)).toBe("173,015,040 bytes");
    expect(formatBytesExact(173_015_040, "zh-CN")).toBe("173,015,040 字节");
    expect(formatRate(12_340_000)).toBe("12.3 MB/s");
  });
});

describe("times", () => {
  const now = new Date("2026-03-14T12:00:00Z");
  const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000);
  it.each([
    [0.4, "now", "刚刚"],
    [-2, "now", "刚刚"],
    [-280, "now", "刚刚"],
    [12, "12 seconds ago", "12 秒钟前"],
    [3 * 3_600 + 3_000, "3 hours ago", "3 小时前"],
    [86_400, "1 day ago", "1 天前"],
    [2 * 86_400, "2 days ago", "2 天前"],
    [19 * 86_400, "19 days ago", "19 天前"],
    [31 * 86_400, "4 weeks ago", "4 周前"],
    [100 * 86_400, "3 months ago", "3 个月前"],
    [800 * 86_400, "2 years ago", "2 年前"],
  ])("%s seconds back reads %s", (seconds, english, chinese) => {
    expect(formatRelativeTime(ago(seconds), now)).toBe(english);
    expect(formatRelativeTime(ago(seconds), now, "zh-CN")).toBe(chinese);
  });

  it("does not put what happened into the future: who asks says the date instead", () => {
    for (const seconds of [-301, -3_600, -86_400]) {
      for (const style of ["long", "narrow"] as const) {
        expect(formatRelativeTime(ago(seconds), now, "en", style)).toBeNull();
      }
    }
  });

  it("holds the epoch, the year one and rubbish for unknown", () => {
    expect(knownDate("1970-01-01T00:00:00Z")).toBeNull();
    expect(knownDate("0001-01-01T00:00:00Z")).toBeNull();
    expect(knownDate("yesterday-ish")).toBeNull();
    expect(knownDate(null)).toBeNull();
    expect(knownDate("2026-03-14T12:00:00Z")).toEqual(now);
  });

  it("names the zone of an absolute time", () => {
    expect(formatDateTime(now, "en", "UTC")).toBe("Mar 14, 2026, 12:00:00 UTC");
    expect(formatDateTime(now, "zh-CN", "Asia/Shanghai")).toContain("20:00:00");
  });

  it("keeps every reader's zone apart, more of them than are remembered", () => {
    const zones = Intl.supportedValuesOf("timeZone").slice(0, 150);
    const hour = (timeZone: string) =>
      new Intl.DateTimeFormat("en", {
        hour: "2-digit",
        minute: "2-digit",
        hourCycle: "h23",
        timeZone,
      }).format(now);
    for (const zone of [...zones, ...zones.toReversed()]) {
      expect(formatDateTime(now, "en", zone)).toContain(` ${hour(zone)}:00 `);
    }
  });

  it.each([
    [0, "0ms"],
    [840, "840ms"],
    [4_230, "4.2s"],
    [9_990, "10s"],
    [59_600, "1m"],
    [130_000, "2m 10s"],
    [11_100_000, "3h 5m"],
    [90_000_000, "1d 1h"],
  ])("a span of %s ms is %s", (milliseconds, words) => {
    expect(formatDuration(milliseconds)).toBe(words);
  });
});

describe("counts", () => {
  it("stops at the limit of what was counted", () => {
    expect(formatCount(1_038)).toBe("1,038");
    expect(formatCount(10_000)).toBe("10,000");
    expect(formatCount(10_001)).toBe("10,000+");
  });
});

describe("digests", () => {
  const digest = (hex: string) => `sha256:${hex.padEnd(64, "0")}`;

  it("shows the algorithm and twelve digits", () => {
    expect(shortDigest(digest("9f3c1a7be042ff"))).toBe("sha256:9f3c1a7be042");
    expect(shortDigest("latest")).toBe("latest");
  });

  it("lengthens what would look the same", () => {
    const [a, b, c] = shortDigests([
      digest("9f3c1a7be042aa"),
      digest("9f3c1a7be042ab"),
      digest("9f3c1a7be042aa"),
    ]);
    expect(a).not.toBe(b);
    expect(a).toBe(c);
    expect(a).toBe("sha256:9f3c1a7be042aa00");
  });

  it("never writes two digests alike", () => {
    const hex = fc.string({ unit: fc.constantFrom("0", "1"), minLength: 64, maxLength: 64 });
    fc.assert(
      fc.property(hex, hex, fc.nat(64), (one, other, shared) => {
        const left = `sha256:${one}`;
        const right = `sha256:${one.slice(0, shared)}${other.slice(shared)}`;
        const [a, b] = shortDigests([left, right]);
        expect(a === b).toBe(left === right);
      }),
    );
  });
});
