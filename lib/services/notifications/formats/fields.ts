import { createHash } from "node:crypto";
import { z } from "zod";
import type { RegistryEvent } from "#lib/catalog/index.ts";
import { isDigest, isRepositoryName, isTag } from "#lib/registry/index.ts";

/** What one notification held, as far as it made sense. */
export interface ParsedNotification {
  readonly events: readonly RegistryEvent[];
  /** Things nobody can make sense of: no event, no repository's name, no digest … */
  readonly refused: number;
}

/** Reads a notification in one product's format; null: it is not in that format. Never throws. */
export type Format = (body: unknown) => ParsedNotification | null;

export const refusedOne: ParsedNotification = { events: [], refused: 1 };
/** Understood, and nothing that matters here. */
export const passedOver: ParsedNotification = { events: [], refused: 0 };
export const only = (event: RegistryEvent): ParsedNotification => ({ events: [event], refused: 0 });

/** For events that do not say when: a time nobody can believe becomes the one at which it came. */
export const unknownTime = new Date(0);

/** More tags of one push than anybody gives an image. */
export const mostTags = 1000;

/** Longer than any client's name of itself that tells something. */
const longestText = 200;

/** Text of a stranger as it is kept: bounded, and without what moves a cursor or turns the direction of writing. */
export const said = z
  .string()
  .transform(
    (text) =>
      text
        .slice(0, 4 * longestText)
        .replace(/\p{C}/gu, "")
        .trim()
        .slice(0, longestText) || null,
  )
  .nullish()
  .transform((text) => text ?? null);

const absent = (value: unknown) => (value === "" || value === null ? undefined : value);
const optional = <T extends z.ZodType>(type: T) => z.preprocess(absent, type.optional());
export const repository = z.string().max(255).refine(isRepositoryName);
export const tag = optional(z.string().max(128).refine(isTag));
export const digest = optional(z.string().max(200).refine(isDigest));
/** Seconds since 1970. */
export const seconds = z.number().nonnegative().max(99_999_999_999);

/** An id for what has none of its own: told again, it says the same. */
export function idOf(product: string, facts: readonly unknown[]): string {
  return `${product}:${createHash("sha256").update(JSON.stringify(facts)).digest("hex")}`;
}

/** What most products do not tell. */
export const unsaid = { address: null, userAgent: null } as const;
