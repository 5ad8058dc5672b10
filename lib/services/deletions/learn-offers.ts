import { randomBytes, randomUUID } from "node:crypto";
import { AppError } from "#lib/errors.ts";
import { digestOf, parseTag } from "#lib/registry/index.ts";
import type { Offer } from "#lib/registry/types.ts";
import { type DeletionOffers, rememberDeletionOffers } from "../registries/index.ts";
import type { ReachedRegistry } from "../repositories/index.ts";
import type { Asked } from "./pointers.ts";

/** Whether the registry deletes what was never there, or says that it does not delete at all. */
async function offered(deletion: Promise<void>): Promise<Offer> {
  try {
    await deletion;
    return "registry";
  } catch (error) {
    if (error instanceof AppError && error.code === "NOT_FOUND") return "registry";
    if (error instanceof AppError && error.code === "UNSUPPORTED") return "never";
    throw error;
  }
}

/**
 * How this registry deletes. Where its product does not say and nobody has tried, it is asked to delete a tag and a
 * digest that cannot exist: distribution refuses by the kind of the reference before it looks for it. Throws what keeps
 * the account from deleting (REGISTRY_UNAUTHORIZED …).
 */
export async function learnOffers(registry: ReachedRegistry, asked: Asked): Promise<DeletionOffers> {
  const { client, name, signal } = asked;
  let { deleteTag, deleteDigest } = registry.deletion;
  if (deleteTag === "unknown") {
    deleteTag = await offered(client.deleteTag(name, parseTag(`longshore-${randomUUID()}`), { signal }));
    await rememberDeletionOffers(registry.id, { deleteTag });
  }
  if (deleteDigest === "unknown") {
    deleteDigest = await offered(client.deleteManifest(name, digestOf(randomBytes(32)), { signal }));
    await rememberDeletionOffers(registry.id, { deleteDigest });
  }
  return { deleteTag, deleteDigest };
}

/** What a deletion just refused teaches; null when the refusal says nothing of the registry as a whole. */
export function lessonOf(error: unknown): Partial<DeletionOffers> | null {
  if (!(error instanceof AppError)) return null;
  if (error.reason === "tag_delete_unsupported") return { deleteTag: "never" };
  if (error.reason === "delete_disabled") return { deleteTag: "never", deleteDigest: "never" };
  return null;
}

/** Throws UNSUPPORTED/delete_disabled for a registry that takes none. */
export function chooseWay(
  registry: Pick<ReachedRegistry, "host">,
  { deleteTag, deleteDigest }: DeletionOffers,
): "tag" | "digest" {
  if (deleteTag !== "never") return "tag";
  if (deleteDigest !== "never") return "digest";
  throw new AppError("UNSUPPORTED", "the registry deletes nothing", {
    reason: "delete_disabled",
    params: { host: registry.host },
  });
}
