import { describe, expect, it } from "vitest";
import { indexPathOf, isWithinIndex, pathOf, queryFrom } from "./query.ts";

const from = (address: string) => queryFrom(new URLSearchParams(address));

describe("a search in the address", () => {
  it("is what is asked for", () => {
    expect(pathOf(from("q=+nginx%26x+&registry=a-1&official=true&stars=100"))).toBe(
      "/api/v1/search/registries?q=nginx%26x&limit=25&registryId=a-1&official=true&stars=100",
    );
    expect(pathOf(from("q=nginx"))).toBe("/api/v1/search/registries?q=nginx&limit=10");
  });

  it("asks the index for what it can tell, and the registries not for what they cannot", () => {
    expect(indexPathOf(from("q=nginx&registry=a-1&platform=linux/arm64"))).toBe(
      "/api/v1/search?q=nginx&limit=25&registryId=a-1&platform=linux%2Farm64",
    );
    for (const address of ["", "q=nginx&stars=10", "q=nginx&official=true"]) {
      expect(indexPathOf(from(address))).toBe("");
    }
    expect(
      ["kind=tags", "platform=linux/arm64", "kind=repositories", "kind=none"].map((address) =>
        isWithinIndex(from(address)),
      ),
    ).toEqual([true, true, false, false]);
  });

  it.each(["", "q=", "q=%20%20", "registry=a&stars=3"])("without words asks nobody: %j", (address) => {
    expect(pathOf(from(address))).toBe("");
  });

  it.each(["-1", "1.5", "many", "1e99", ""])("with %j stars has none", (stars) => {
    expect(from(`q=a&stars=${stars}`).stars).toBe(0);
  });
});
