import { z } from "zod";
import { findManifest, forgetReferrers, listUntaggedReferrers, manifestFacts } from "#lib/catalog/index.ts";
import { bulk } from "#lib/db/index.ts";
import { AppError } from "#lib/errors.ts";
import { log } from "#lib/log.ts";
import { defineRead } from "#lib/operations/index.ts";
import { createRegistryClient, isDigest, parseRepositoryName } from "#lib/registry/index.ts";
import type { Digest, Referrer, RegistryClient, RepositoryName } from "#lib/registry/types.ts";
import { keepNotices, openTarget } from "../registries/index.ts";
import { indexManifests, reachRepository, repositoryInput } from "../repositories/index.ts";
import type { ReferrersView } from "./types.ts";

const mostListed = 100;

/** What refers to a manifest of the repository, asked of the registry. Throws NOT_FOUND, CONFLICT/registry_disabled, what it answers. */
export const listReferrers = defineRead({
  id: "manifest.referrers",
  permission: "registry:read",
  input: z.strictObject({ ...repositoryInput, digest: z.string().max(200) }),
  run: async (_actor, { registryId, repository, digest }, { signal }): Promise<ReferrersView> => {
    const reached = await reachRepository(registryId, repository);
    const subject = isDigest(digest) ? digest : null;
    if (!subject || !(await findManifest(bulk, reached.id, subject)))
      throw new AppError("NOT_FOUND", "no such manifest");
    const client = createRegistryClient(await openTarget(reached.registry.id));
    const name = parseRepositoryName(reached.name);
    const untagged = await listUntaggedReferrers(bulk, reached.id, [subject]);
    const { referrers, truncated } = await readAll(client, name, subject, signal);
    const digests = referrers.map((referrer) => referrer.digest);
    const listed = new Set<string>(digests);
    const unlisted = untagged.flatMap(({ digest }) => (truncated || listed.has(digest) ? [] : [digest]));
    await forgetReferrers(bulk, reached.id, unlisted);
    await indexManifests({ client, repositoryId: reached.id, name, signal }, digests).catch(
      (error: unknown) => {
        // Listed they are; their pages come with the next look.
        log().warn({ error, registryId: reached.registry.id, repository: name }, "referrers not indexed");
      },
    );
    await keepNotices(reached.registry.id, client);
    const facts = await manifestFacts(bulk, reached.id, digests);
    return {
      truncated,
      referrers: referrers.map((referrer) => {
        const held = facts.get(referrer.digest);
        return {
          digest: referrer.digest,
          mediaType: referrer.mediaType,
          artifactType: referrer.artifactType ?? held?.artifactType ?? null,
          bytes: held?.totalBytes ?? referrer.size,
          createdAt: referrer.annotations?.["org.opencontainers.image.created"] ?? held?.createdAt ?? null,
          foundBy: referrer.foundBy,
          tag: referrer.tag ?? null,
          held: held !== undefined,
        };
      }),
    };
  },
});

async function readAll(
  client: RegistryClient,
  name: RepositoryName,
  subject: Digest,
  signal: AbortSignal,
): Promise<{ readonly referrers: readonly Referrer[]; readonly truncated: boolean }> {
  const referrers: Referrer[] = [];
  for await (const page of client.listReferrers(name, subject, { signal })) {
    referrers.push(...page.referrers);
    if (!page.truncated && referrers.length <= mostListed) continue;
    return { referrers: referrers.slice(0, mostListed), truncated: true };
  }
  return { referrers, truncated: false };
}
