import { describe, expect, it } from "vitest";
import { formatSort, parseSort, parseTableSearch } from "./request.ts";

describe("a list page's address", () => {
  const options = {
    sortable: ["name", "size"],
    defaultSort: { column: "name", direction: "asc" },
    filters: ["platform"],
  } as const;

  it("is the state of its table", () => {
    expect(parseTableSearch({ q: " 2.41 ", sort: "-size", platform: "linux/amd64" }, options)).toEqual({
      filter: "2.41",
      sort: "size",
      direction: "desc",
      filters: { platform: "linux/amd64" },
    });
  });

  it("falls back to the default order for what cannot be sorted by", () => {
    expect(parseTableSearch({ sort: "-passwordHash" }, options).sort).toBe("name");
    expect(parseTableSearch({}, { sortable: ["name"] }).sort).toBeUndefined();
  });

  it("ignores parameters that are no filter and takes the first of several", () => {
    expect(parseTableSearch({ q: ["a", "b"], evil: "1", platform: "" }, options)).toMatchObject({
      filter: "a",
      filters: {},
    });
  });

  it("writes what it reads", () => {
    for (const text of ["size", "-size"]) {
      const sort = parseSort(text, ["size"]);
      expect(sort && formatSort(sort)).toBe(text);
    }
  });
});
