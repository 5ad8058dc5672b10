import { z } from "zod";
import { countFreedBytes, describeManifests, tagsAround, tagsOnDigest } from "#lib/catalog/index.ts";
import { bulk } from "#lib/db/index.ts";
import { AppError } from "#lib/errors.ts";
import { defineRead } from "#lib/operations/index.ts";
import { createRegistryClient, parseRepositoryName } from "#lib/registry/index.ts";
import type { Digest, Tag } from "#lib/registry/types.ts";
import { openTarget } from "../registries/index.ts";
import { type ReachedRepository, reachRepository, repositoryInput } from "../repositories/index.ts";
import { chooseWay, learnOffers } from "./learn-offers.ts";
import { type Asked, pointerOf, pointersOf, tagsByDigest } from "./pointers.ts";
import {
  type DeletionPlan,
  digestField,
  mostKeepers,
  mostTags,
  type PlannedImage,
  tagField,
} from "./types.ts";

/** Time for a repository of a thousand tags far away. */
const deadlineMs = 120_000;

type Found = Pick<PlannedImage, "tags" | "siblings"> & { readonly digest: Digest };

/**
 * What deleting these tags, or this digest, would take with it: asked of the registry now, changing nothing. Throws
 * UNSUPPORTED/delete_disabled, NOT_FOUND, REGISTRY_UNAUTHORIZED for an account that may not delete.
 */
export const planDeletion = defineRead({
  id: "image.planDeletion",
  permission: "image:delete",
  deadlineMs,
  input: z.strictObject({
    ...repositoryInput,
    what: z.discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("tags"), tags: z.array(tagField).min(1).max(mostTags) }),
      z.strictObject({ kind: z.literal("digest"), digest: digestField }),
    ]),
  }),
  run: async (_actor, { registryId, repository, what }, { signal }): Promise<DeletionPlan> => {
    const reached = await reachRepository(registryId, repository);
    const client = createRegistryClient(await openTarget(reached.registry.id));
    const asked = { client, name: parseRepositoryName(reached.name), signal };
    const offers = await learnOffers(reached.registry, asked);
    if (what.kind === "digest") {
      const by = chooseWay(reached.registry, { ...offers, deleteTag: "never" });
      return toPlan(reached, by, [await findDigest(asked, what.digest)], []);
    }
    const by = chooseWay(reached.registry, offers);
    const tags = [...new Set(what.tags)];
    const pointers = await pointersOf(asked, tags);
    const digests = [...new Set([...pointers.values()].filter((digest) => digest !== null))];
    const around = by === "digest" ? await tagsByDigest(asked) : null;
    const images = await Promise.all(
      digests.map(async (digest): Promise<Found> => {
        const chosen = tags.filter((tag) => pointers.get(tag) === digest);
        const others: readonly string[] =
          around?.get(digest) ?? (await tagsOnDigest(bulk, reached.id, digest));
        const siblings = others.filter((tag) => !tags.includes(tag as Tag)) as Tag[];
        // What keeps the image must be there, not only have been.
        const sure = by === "tag" && reached.registry.lastTagTakesImage;
        return { digest, tags: chosen, siblings: sure ? await stillOn(asked, digest, siblings) : siblings };
      }),
    );
    const gone = tags.filter((tag) => pointers.get(tag) === null);
    return toPlan(reached, by, images, gone);
  },
});

async function stillOn(asked: Asked, digest: Digest, tags: readonly Tag[]): Promise<readonly Tag[]> {
  const pointers = await pointersOf(asked, tags);
  return tags.filter((tag) => pointers.get(tag) === digest);
}

async function findDigest(asked: Asked, digest: Digest): Promise<Found> {
  if ((await pointerOf(asked, digest)) === null) {
    throw new AppError("NOT_FOUND", "no such manifest at the registry", { reason: "manifest_unknown" });
  }
  return { digest, tags: [], siblings: (await tagsByDigest(asked)).get(digest) ?? [] };
}

async function toPlan(
  { id, registry }: ReachedRepository,
  by: DeletionPlan["by"],
  found: readonly Found[],
  gone: readonly string[],
): Promise<DeletionPlan> {
  const digests = found.map(({ digest }) => digest);
  const goes = ({ siblings }: Found) =>
    by === "digest" || (registry.lastTagTakesImage && siblings.length === 0);
  const going = found.filter(goes).map(({ digest }) => digest);
  // By tag, an image that keeps another tag keeps its bytes.
  const leaving = found.filter(({ siblings }) => by === "digest" || siblings.length === 0);
  const [facts, breaks, frees] = await Promise.all([
    describeManifests(bulk, id, digests),
    tagsAround(bulk, id, going),
    countFreedBytes(
      bulk,
      id,
      leaving.map(({ digest }) => digest),
    ),
  ]);
  const images = found.map((one) => ({
    ...one,
    goes: goes(one),
    keepers: by === "tag" && registry.lastTagTakesImage ? one.siblings.slice(0, mostKeepers) : [],
    kind: facts.get(one.digest)?.kind ?? null,
    platforms: facts.get(one.digest)?.platforms ?? [],
    breaks: breaks.get(one.digest) ?? [],
  }));
  return { by, images, gone, frees };
}
