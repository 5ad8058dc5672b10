import { z } from "zod";
import { db } from "#lib/db/index.ts";
import { AppError } from "#lib/errors.ts";
import { defineRead } from "#lib/operations/index.ts";
import { registryHost } from "#lib/registry/index.ts";
import type { Digest, RegistryClient, RepositoryName, RequestOptions, Tag } from "#lib/registry/types.ts";
import { keepNotices } from "../registries/index.ts";
import { repositoryInput } from "../repositories/index.ts";
import { digestInput, mostImages, tagInput, targetInput } from "./input.ts";
import { clientOf, reachSides } from "./place.ts";

/** A registry that images can be copied to. */
export interface CopyTarget {
  readonly registryId: string;
  readonly name: string;
  readonly host: string;
}

/** Enabled registries by name. */
export const listCopyTargets = defineRead({
  id: "image.copyTargets",
  permission: "image:copy",
  input: z.strictObject({}),
  run: async (): Promise<readonly CopyTarget[]> => {
    const rows = await db().registry.findMany({
      where: { disabledAt: null },
      select: { id: true, name: true, endpoint: true },
      orderBy: { nameKey: "asc" },
    });
    return rows.map(({ id, name, endpoint }) => ({ registryId: id, name, host: registryHost(endpoint) }));
  },
});

/** What copying one tag or digest would do. */
export interface PlannedImage {
  /** The tag or digest that was asked for. */
  readonly source: string;
  /** The source's, asked for just now. */
  readonly digest: string;
  /** The target's. */
  readonly tag: string;
  /** What the target's tag points to; null: it is not there, or the registry does not let us look. */
  readonly over: string | null;
  /** "hidden": the registry refuses to say whether the tag is there. */
  readonly state: "new" | "same" | "replaces" | "hidden";
}

export interface CopyPlan {
  readonly images: readonly PlannedImage[];
}

/** Tags in one query parameter: none can contain a comma. */
const tagList = z
  .string()
  .max(8_000)
  .transform((text) => text.split(","))
  .pipe(z.array(tagInput).min(1).max(mostImages, { error: "too_big" }));

/** What an order would do now: every tag, or the digest, is asked for at the source, and its place at the target. */
export const planCopy = defineRead({
  id: "image.copyPlan",
  permission: "image:copy",
  input: z
    .strictObject({
      ...repositoryInput,
      tags: tagList.optional(),
      /** In place of tags. */
      digest: digestInput.optional(),
      toRegistryId: targetInput.shape.registryId,
      toRepository: targetInput.shape.repository,
      /** Another name for a single tag; the name of a digest, which has none of its own. */
      toTag: tagInput.optional(),
    })
    .refine(({ tags, digest }) => (tags === undefined) !== (digest === undefined), {
      path: ["tags"],
      error: "invalid",
    })
    .refine(({ digest, toTag }) => digest === undefined || toTag !== undefined, {
      path: ["toTag"],
      error: "required",
    }),
  run: async (_actor, input, { signal }): Promise<CopyPlan> => {
    const { registryId, repository, toRegistryId, toRepository } = input;
    const target = { registryId: toRegistryId, repository: toRepository };
    const { from, to } = await reachSides({ registryId, repository, to: target });
    const [source, there] = await Promise.all([clientOf(from), clientOf(to)]);
    const images = namesOf(input).map(async ([reference, tag]): Promise<PlannedImage> => {
      const [{ digest }, found] = await Promise.all([
        source.headManifest(from.repository, reference, { signal }),
        look(there, to.repository, tag, { signal }),
      ]);
      const state =
        found.digest === null
          ? found.state
          : found.digest === digest
            ? ("same" as const)
            : ("replaces" as const);
      return { source: reference, digest, tag, over: found.digest, state };
    });
    try {
      return { images: await Promise.all(images) };
    } finally {
      await Promise.all([keepNotices(from.registry.id, source), keepNotices(to.registry.id, there)]);
    }
  },
});

interface Asked {
  readonly tags?: readonly Tag[] | undefined;
  readonly digest?: Digest | undefined;
  readonly toTag?: Tag | undefined;
}

/** What is asked for at the source, each with its tag at the target. */
function namesOf({ tags = [], digest, toTag }: Asked): readonly (readonly [Tag | Digest, Tag])[] {
  if (digest !== undefined) return toTag === undefined ? [] : [[digest, toTag]];
  return tags.map((tag) => [tag, tags.length === 1 && toTag !== undefined ? toTag : tag]);
}

type Found =
  | { readonly digest: Digest; readonly state?: never }
  | { readonly digest: null; readonly state: "new" | "hidden" };

/** Many registries refuse to read where nothing was ever pushed: that alone is no reason not to try. */
async function look(
  client: RegistryClient,
  repository: RepositoryName,
  tag: Tag,
  options: RequestOptions,
): Promise<Found> {
  try {
    return { digest: (await client.headManifest(repository, tag, options)).digest };
  } catch (error) {
    if (error instanceof AppError && error.code === "NOT_FOUND") return { digest: null, state: "new" };
    if (
      error instanceof AppError &&
      error.code === "REGISTRY_UNAUTHORIZED" &&
      error.reason !== "credentials_refused"
    )
      return { digest: null, state: "hidden" };
    throw error;
  }
}
