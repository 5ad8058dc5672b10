import pLimit from "p-limit";
import { AppError } from "#lib/errors.ts";
import type { Digest, RegistryClient, RepositoryName, Tag } from "#lib/registry/types.ts";
import { isAbsent } from "../repositories/index.ts";

/** Requests in flight; the client's queue bounds them per host once more. */
const REQUESTS = 24;

export interface Asked {
  readonly client: RegistryClient;
  readonly name: RepositoryName;
  readonly signal: AbortSignal;
}

/** Where a tag or digest is now, straight from the registry; null when it is not there. */
export async function pointerOf(
  { client, name, signal }: Asked,
  reference: Tag | Digest,
): Promise<Digest | null> {
  try {
    return (await client.headManifest(name, reference, { signal })).digest;
  } catch (error) {
    if (isAbsent(error)) return null;
    throw error;
  }
}

/** Where each of these tags points now; null: it is gone. Throws what keeps any of them from being known. */
export async function pointersOf(
  asked: Asked,
  tags: readonly Tag[],
): Promise<ReadonlyMap<Tag, Digest | null>> {
  const limit = pLimit(REQUESTS);
  try {
    const entries = tags.map((tag) => limit(async () => [tag, await pointerOf(asked, tag)] as const));
    return new Map(await Promise.all(entries));
  } finally {
    limit.clearQueue();
  }
}

/** Every tag of the repository by the digest it points at now. Throws REGISTRY_REJECTED/endless_listing for a list cut off. */
export async function tagsByDigest(asked: Asked): Promise<ReadonlyMap<Digest, readonly Tag[]>> {
  const { client, name, signal } = asked;
  const tags: Tag[] = [];
  for await (const page of client.listTags(name, { signal })) {
    tags.push(...page.tags);
    if (!page.truncated) continue;
    throw new AppError("REGISTRY_REJECTED", "tags nobody could count", { reason: "endless_listing" });
  }
  const byDigest = new Map<Digest, Tag[]>();
  for (const [tag, digest] of await pointersOf(asked, tags)) {
    if (digest) byDigest.set(digest, [...(byDigest.get(digest) ?? []), tag]);
  }
  return byDigest;
}
