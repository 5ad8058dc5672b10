import { countOf, instantOf, isObject, type JsonObject, stringOf, unexpected } from "../json.ts";
import { isRepositoryName } from "../reference.ts";
import type { SearchHit } from "../search-types.ts";
import type { ApiAnswer } from "./paging.ts";

/** More than products let people write; what is cut here is shown nowhere. */
const longest = { description: 4_000, publisher: 200 };

/**
 * What a search answered; null in place of a list is an empty one. Throws REGISTRY_REJECTED/unexpected_answer for anything
 * else: that is not "nothing found".
 */
export function foundIn({ body }: ApiAnswer, member: string): JsonObject {
  if (isObject(body) && body[member] !== undefined) return body;
  throw unexpected(`A search answered without ${member}`);
}

interface Told {
  readonly description?: unknown;
  readonly stars?: unknown;
  readonly pulls?: unknown;
  readonly pullsRounded?: true;
  readonly badge?: SearchHit["badge"];
  readonly publisher?: unknown;
  readonly updated?: unknown;
}

/** A result, of what a product told about it; none where the name cannot be a repository's. */
export function hitOf(name: unknown, told: Told): SearchHit[] {
  if (typeof name !== "string" || !isRepositoryName(name)) return [];
  const stars = countOf(told.stars);
  const pulls = countOf(told.pulls);
  const updated = instantOf(told.updated);
  const description = stringOf(told.description)?.trim().slice(0, longest.description);
  const publisher = stringOf(told.publisher)?.trim().slice(0, longest.publisher);
  return [
    {
      name,
      ...(description ? { description } : {}),
      ...(stars === undefined ? {} : { stars }),
      ...(pulls === undefined ? {} : { pulls }),
      ...(pulls !== undefined && told.pullsRounded ? { pullsRounded: true } : {}),
      ...(told.badge === undefined ? {} : { badge: told.badge }),
      ...(publisher ? { publisher } : {}),
      ...(updated === undefined ? {} : { updated }),
    },
  ];
}

const magnitudes: Readonly<Record<string, number>> = { "": 1, K: 1e3, M: 1e6, B: 1e9 };

/** A count as Docker Hub writes it for people: "1B+" is a thousand million or more. */
export function roundedCount(value: unknown): Pick<Told, "pulls" | "pullsRounded"> {
  const [, digits, letter = "", more] = /^(\d{1,6}(?:\.\d)?)([KMB]?)(\+?)$/.exec(stringOf(value) ?? "") ?? [];
  if (digits === undefined) return {};
  const pulls = Math.round(Number(digits) * (magnitudes[letter] ?? 1));
  return { pulls, ...(more === "+" ? { pullsRounded: true } : {}) };
}

/** How many results were shown before, from a cursor that is ours or nothing. */
export function offsetOf(cursor: string | undefined): number {
  return /^\d{1,4}$/.test(cursor ?? "") ? Number(cursor) : 0;
}
