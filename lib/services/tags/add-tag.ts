import { z } from "zod";
import { findManifest } from "#lib/catalog/index.ts";
import { bulk } from "#lib/db/index.ts";
import { AppError } from "#lib/errors.ts";
import { defineOperation } from "#lib/operations/index.ts";
import {
  createRegistryClient,
  isDigest,
  isTag,
  parseDigest,
  parseRepositoryName,
  parseTag,
} from "#lib/registry/index.ts";
import type { Digest, RegistryClient, RepositoryName, Tag } from "#lib/registry/types.ts";
import { openTarget } from "../registries/index.ts";
import { changeTags, isAbsent, reachRepository, repositoryInput, settleTags } from "../repositories/index.ts";

/**
 * Puts one more tag on an image of the repository: the very bytes it has, under another name. A tag that points elsewhere is
 * moved only when `replaces` is where it points, which a person has seen. Throws CONFLICT with tag_taken (params tag, digest)
 * or tag_moved, NOT_FOUND, REGISTRY_REJECTED.
 */
export const addTag = defineOperation({
  id: "tag.add",
  permission: "image:tag",
  effect: "external",
  input: z.strictObject({
    ...repositoryInput,
    digest: z.string().max(200).refine(isDigest, { error: "digest_invalid" }),
    tag: z
      .string()
      .trim()
      .min(1, { error: "required" })
      .max(128, { error: "tag_invalid" })
      .refine(isTag, { error: "tag_invalid" }),
    replaces: z.string().max(200).refine(isDigest, { error: "digest_invalid" }).optional(),
  }),
  target: ({ registryId, repository, tag }) => ({
    targetType: "tag",
    targetName: `${repository}:${tag}`,
    registryId,
  }),
  run: async (_actor, { registryId, repository, ...input }, { signal, audit }) => {
    const [tag, digest] = [parseTag(input.tag), parseDigest(input.digest)];
    audit.after({ digest });
    const reached = await reachRepository(registryId, repository);
    // What the repository does not hold is absent, wherever else it may be.
    if (!(await findManifest(bulk, reached.id, digest))) throw new AppError("NOT_FOUND", "no such manifest");
    const name = parseRepositoryName(reached.name);
    const client = createRegistryClient(await openTarget(reached.registry.id));
    const before = await findPointer(client, name, tag, signal);
    if (before !== null) audit.before({ digest: before });
    if (before !== digest) {
      requireSeen(tag, before, input.replaces);
      const manifest = await client.getManifest(name, digest, { signal });
      await client.putManifest(name, tag, manifest, { signal });
    }
    await changeTags(reached.id, { pointed: { tag, digest } });
    await settleTags(reached);
    return { tag, replaced: before !== null && before !== digest ? before : null };
  },
});

async function findPointer(
  client: RegistryClient,
  name: RepositoryName,
  tag: Tag,
  signal: AbortSignal,
): Promise<Digest | null> {
  try {
    return (await client.headManifest(name, tag, { signal })).digest;
  } catch (error) {
    if (isAbsent(error)) return null;
    throw error;
  }
}

/** A tag is only moved from where a person saw it. */
function requireSeen(tag: Tag, before: Digest | null, seen: string | undefined): void {
  if (before === (seen ?? null)) return;
  const params = { tag, ...(before === null ? {} : { digest: before }) };
  const reason = seen === undefined ? "tag_taken" : "tag_moved";
  throw new AppError("CONFLICT", `${tag} points elsewhere`, { reason, params });
}
