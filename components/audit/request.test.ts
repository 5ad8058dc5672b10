import { describe, expect, it } from "vitest";
import { exportHref, inAbsoluteTime } from "./request.ts";

describe("days in the address", () => {
  it("mean the reader's own days, both included", () => {
    const { from = "", to = "" } = inAbsoluteTime({ from: "2026-03-05", to: "2026-03-05", actor: "wei" });
    expect(new Date(from).getHours()).toBe(0);
    expect(new Date(to).getTime() - new Date(from).getTime()).toBe(24 * 60 * 60 * 1000);
    expect(inAbsoluteTime({ actor: "wei" })).toEqual({ actor: "wei" });
  });

  it.each(["", "yesterday", "2026-3-5", "2026-03-05T00:00", "9999999-01-01"])("leave out %j", (from) => {
    expect(inAbsoluteTime({ from })).toEqual({});
  });
});

describe("the export", () => {
  it("is asked for with exactly what the address narrows to", () => {
    const search = new URLSearchParams("q= pulled &actor=l.wei&outcome=&event=17&sort=-at");
    const url = new URL(exportHref(search, ["actor", "outcome"], "csv"), "http://l");
    expect(Object.fromEntries(url.searchParams)).toEqual({ format: "csv", actor: "l.wei", filter: "pulled" });
  });
});
