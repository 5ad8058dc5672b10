import { describe, expect, it, onTestFinished } from "vitest";
import { parseDigest, parseRepositoryName } from "../reference.ts";
import type { ProductId, RegistryTarget, TagFact } from "../types.ts";
import type { FakeRegistry } from "./fake-registry.ts";
import { clientOf } from "./fixture.ts";
import type { HeldFacts } from "./products/pages.ts";

export const secret = "word-0123456789";
export const hex = "a".repeat(64);
export const digest = parseDigest(`sha256:${hex}`);
export const pushed = "2026-01-02T03:04:05.678Z";
export const pulled = "2026-02-03T04:05:06.000Z";

/** A product whose own API tells of tags, and how it is asked. */
export interface TellingProduct {
  readonly product: ProductId;
  /** Name of the user, and its secret where it is not everybody's. */
  readonly user: string;
  readonly word?: string;
  readonly settings?: RegistryTarget["settings"];
  readonly repository?: string;
  readonly start: (facts: HeldFacts) => Promise<FakeRegistry>;
  /** One of many alike, in the product's own words. */
  readonly item: (tag: string) => unknown;
  /** How many there are, and which lists of them are asked for. */
  readonly count: number;
  readonly asked: RegExp;
  readonly requests: number;
  readonly told: Partial<TagFact>;
  /** Who is known not to be answered is not asked. */
  readonly without?: "anonymous" | { readonly username: string };
}

async function tellOf(one: TellingProduct, items: readonly unknown[], target: Partial<RegistryTarget> = {}) {
  const repository = parseRepositoryName(one.repository ?? "team/app");
  const server = await one.start({ [repository]: items });
  onTestFinished(server.stop);
  const client = clientOf(server, {
    product: one.product,
    credential: { kind: "basic", username: one.user, secret: one.word ?? secret },
    ...(one.settings && { settings: one.settings }),
    ...target,
  });
  const facts: TagFact[] = [];
  for await (const page of client.listTagFacts(repository)) facts.push(...page.facts);
  return { facts, server };
}

/** The same for every product: lists to their end, rubbish left out, nobody asked who does not answer. */
export function describeTagFacts(cases: readonly (readonly [name: string, TellingProduct])[]): void {
  describe.each(cases)("%s tells when tags were pushed", (_name, one) => {
    it("by lists of many, to their end", async () => {
      const tags = Array.from({ length: one.count }, (_, index) => `1.${index}`);
      const { facts, server } = await tellOf(one, tags.map(one.item));
      expect(facts).toEqual(tags.map((tag) => ({ tag, ...one.told })));
      expect(server.seen.filter(({ url }) => one.asked.test(url))).toHaveLength(one.requests);
    });

    it("and nothing of what cannot be read", async () => {
      const rubbish = [null, {}, 7, {}, "1.0", {}, [], one.item("not a tag")];
      const { facts } = await tellOf(one, [...rubbish, one.item("1.0")]);
      expect(facts).toEqual([{ tag: "1.0", ...one.told }]);
    });
  });

  const choosy = cases.flatMap(([name, one]) => (one.without ? [[name, one, one.without] as const] : []));
  it.each(choosy)("%s is not asked by whom it does not answer", async (_name, one, without) => {
    const credential =
      without === "anonymous"
        ? ({ kind: "anonymous" } as const)
        : ({ kind: "basic", ...without, secret } as const);
    const { facts, server } = await tellOf(one, [one.item("1.0")], { credential });
    expect(facts).toEqual([]);
    expect(server.seen).toEqual([]);
  });
}
