import fc from "fast-check";
import { describe, expect, it } from "vitest";
import cases from "../testing/header-cases.json" with { type: "json" };
import { findNextTarget, nextPage } from "./link.ts";

interface LinkCase {
  readonly base: string;
  readonly headers: readonly string[];
  readonly next: string | null;
  readonly reject?: boolean;
}

describe("the next page", () => {
  it.each(cases.links as readonly LinkCase[])("of $headers at $base", ({ base, headers, next }) => {
    const current = new URL(base);
    if (next === null) return expect(nextPage(headers, current)).toBeNull();
    const expected = new URL(next);
    // Targets without a query (RFC examples) lead nowhere in a registry; there the parsing alone is compared.
    if (expected.search !== "") return expect(nextPage(headers, current)?.href).toBe(expected.href);
    return expect(new URL(findNextTarget(headers) ?? "", current).href).toBe(expected.href);
  });

  it.each([
    "<https://evil.example/v2/a/tags/list?last=x>; rel=next",
    "<//evil.example/v2/a/tags/list?last=x>; rel=next",
    "<https://user@registry.example/v2/a/tags/list?last=x>; rel=next",
    "<javascript:alert(1)?x>; rel=next",
  ])("is not taken from %s", (header) => {
    expect(nextPage(header, new URL("https://registry.example/v2/a/tags/list"))).toBeNull();
  });

  it("stays at our origin and path whatever the header says", () => {
    const current = new URL("https://registry.example:5000/prefix/v2/a/tags/list?n=1");
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: "binary" }), fc.webUrl({ withQueryParameters: true })),
        (target) => {
          for (const header of [target, `<${target}>; rel="next"`]) {
            const next = nextPage(header, current);
            if (next === null) continue;
            expect(next.origin + next.pathname).toBe(current.origin + current.pathname);
          }
        },
      ),
    );
  });
});
