import type { JsonObject } from "../json.ts";
import { isDigest, isTag } from "../reference.ts";
import type { TagFact, TagFactsPage } from "../types.ts";

interface Told {
  readonly digest?: unknown;
  /** Date and time as text, zone included, or milliseconds since 1970. */
  readonly pushedAt?: unknown;
  readonly pulledAt?: unknown;
}

/** A tag, of what a product told about it; none where the name cannot be a tag's, or no time is told. */
export function factOf(tag: unknown, { digest, ...told }: Told): TagFact[] {
  const pushedAt = pastInstant(told.pushedAt);
  const pulledAt = pastInstant(told.pulledAt);
  if (typeof tag !== "string" || !isTag(tag) || (pushedAt ?? pulledAt) === undefined) return [];
  return [
    {
      tag,
      ...(typeof digest === "string" && isDigest(digest) && { digest }),
      ...(pushedAt !== undefined && { pushedAt }),
      ...(pulledAt !== undefined && { pulledAt }),
    },
  ];
}

/** Items of a list that hold facts, none or many each. */
export async function* factsIn<T = JsonObject>(
  pages: AsyncIterable<{ readonly items: readonly T[]; readonly truncated: boolean }>,
  factsOf: (item: T) => readonly TagFact[],
): AsyncGenerator<TagFactsPage> {
  for await (const { items, truncated } of pages) yield { facts: items.flatMap(factsOf), truncated };
}

/** Seconds since 1970, as milliseconds. */
export function secondsOf(value: unknown): unknown {
  return typeof value === "number" ? value * 1000 : undefined;
}

/** With its zone: without one, a time is anybody's. */
const zoned = /(?:Z|[+-]\d{2}:?\d{2})$/;
/** Before the first docker nothing was pushed: products write "never" as the year 1, 1970 or 2000. */
const earliest = Date.UTC(2013, 0);
/** A clock may be a little ahead of ours. */
const leeway = 24 * 3600_000;

/** Never of the future, where it would stand first for ever; nor what Postgres cannot hold. */
function pastInstant(value: unknown): string | undefined {
  const time = typeof value === "string" && zoned.test(value) ? Date.parse(value) : value;
  const known = typeof time === "number" && time >= earliest && time <= Date.now() + leeway;
  return known ? new Date(time).toISOString() : undefined;
}
