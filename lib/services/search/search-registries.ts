import { z } from "zod";
import { AppError, type ErrorDto, toErrorDto } from "#lib/errors.ts";
import { log } from "#lib/log.ts";
import { defineRead, withDeadline } from "#lib/operations/index.ts";
import { createRegistryClient, type ProductId, searchOffer } from "#lib/registry/index.ts";
import { loadRegistries, loadRegistry, openTarget } from "../registries/index.ts";
import { findInIndex, withKnown } from "./in-index.ts";
import type { SearchAnswer, SearchSource } from "./types.ts";

/** A registry that has not answered by then is told as silent; the others were shown long before. */
const patienceMs = 10_000;

/** Which of a registry's two lists a cursor goes on in. */
const cursors = { registry: "r:", index: "i:" } as const;

const query = {
  q: z.string().trim().min(1).max(200),
  official: z.stringbool().default(false),
  stars: z.coerce.number().int().min(0).max(1_000_000_000).default(0),
  limit: z.coerce.number().int().min(1).max(100).default(25),
  cursor: z
    .string()
    .max(2048)
    .regex(/^[ri]:/)
    .optional(),
};

/** Whom a search goes to: every registry, or the one named. The query is checked here, before anybody is asked. */
export const listSearchSources = defineRead({
  id: "search.sources",
  permission: "registry:read",
  input: z.strictObject({ ...query, registryId: z.string().max(64).optional() }),
  run: async (_actor, { registryId }): Promise<readonly SearchSource[]> => {
    const all = registryId === undefined ? await loadRegistries() : [await loadRegistry(registryId)];
    return all.map(({ id, name, host, product }) => ({ registryId: id, registry: name, host, product }));
  },
});

interface Asked {
  readonly registryId: string;
  readonly text: string;
  readonly official: boolean;
  readonly stars: number;
  readonly limit: number;
  readonly cursor: string | undefined;
  readonly signal: AbortSignal;
}

async function askRegistry({ registryId, text, official, stars, limit, cursor, signal }: Asked) {
  const page = await withDeadline(patienceMs, signal, async (within) =>
    createRegistryClient(await openTarget(registryId)).search(text, {
      official,
      minStars: stars,
      limit,
      signal: within,
      ...(cursor === undefined ? {} : { cursor }),
    }),
  );
  return { ...page, found: await withKnown(registryId, page.hits) };
}

/** What the index has and the registry did not name: its search may show public repositories only. */
async function leftOver(asked: Asked, found: readonly { readonly name: string }[]) {
  const names = new Set(found.map(({ name }) => name));
  const own = await findInIndex(asked);
  return own.found.filter(({ name }) => !names.has(name));
}

function indexAnswer(answer: SearchAnswer, error?: ErrorDto): SearchAnswer {
  const { next, ...rest } = answer;
  return {
    ...rest,
    ...(next === undefined ? {} : { next: `${cursors.index}${next}` }),
    ...(error === undefined ? {} : { error }),
  };
}

async function answerOf(product: ProductId, asked: Asked): Promise<SearchAnswer> {
  const offer = searchOffer(product);
  const unknown = missingFact(offer ?? { stars: false, official: false }, asked);
  const nothing: SearchAnswer = { by: offer ? "registry" : "index", found: [] };
  if (unknown) return { ...nothing, unknown };
  if (!offer) return indexAnswer(await findInIndex(asked));
  const plain = !asked.official && asked.stars === 0;
  try {
    const { found, total, next } = await askRegistry(asked);
    const more = plain && asked.cursor === undefined ? await leftOver(asked, found) : [];
    return {
      by: "registry",
      found: [...found, ...more],
      ...(total === undefined ? {} : { total: total + more.length }),
      ...(next === undefined ? {} : { next: `${cursors.registry}${next}` }),
    };
  } catch (error) {
    if (!(error instanceof AppError) || error.code === "CANCELLED") throw error;
    log().info({ registryId: asked.registryId, error }, "registry not searched");
    // Switched off there: then it is a registry like those without a search.
    const reason = error.code === "UNSUPPORTED" ? undefined : toErrorDto(error);
    if (!plain) return reason ? { ...nothing, error: reason } : { ...nothing, unknown: unknownOf(asked) };
    return indexAnswer(await findInIndex({ ...asked, cursor: undefined }), reason);
  }
}

const unknownOf = ({ official }: Pick<Asked, "official">) => (official ? "official" : "stars");

function missingFact(offer: { readonly stars: boolean; readonly official: boolean }, asked: Asked) {
  if (asked.official && !offer.official) return "official";
  return asked.stars > 0 && !offer.stars ? "stars" : null;
}

/**
 * Looks for repositories in one registry: by the product's own search where it has one, else among those in the index. A
 * registry that does not answer is no failure of the search: its answer says why, with what the index knows of it.
 */
export const searchRegistry = defineRead({
  id: "search.registry",
  permission: "registry:read",
  input: z.strictObject({ ...query, registryId: z.string().max(64) }),
  run: async (_actor, { registryId, q, cursor, ...narrow }, { signal }): Promise<SearchAnswer> => {
    const { id, product, disabled } = await loadRegistry(registryId);
    const asked: Asked = { ...narrow, registryId: id, text: q, cursor: cursor?.slice(2), signal };
    // A disabled registry is not asked; what is known of it may be looked at.
    if (disabled || cursor?.startsWith(cursors.index)) {
      const unknown = missingFact({ stars: false, official: false }, asked);
      return unknown ? { by: "index", found: [], unknown } : indexAnswer(await findInIndex(asked));
    }
    return answerOf(product, asked);
  },
});
