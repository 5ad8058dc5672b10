import pLimit from "p-limit";
import { bulk } from "#lib/db/index.ts";
import type { ErrorDto } from "#lib/errors.ts";
import type { Digest } from "#lib/registry/types.ts";
import { type FetchContext, ManifestFetcher } from "./fetch-manifests.ts";

const requests = 8;

/**
 * Brings single manifests of a repository into the index, with what they lead to. Returns why a digest is not whole there
 * afterwards; digests without entry are.
 */
export function indexManifests(
  context: Pick<FetchContext, "client" | "repositoryId" | "name" | "signal">,
  digests: readonly Digest[],
): Promise<ReadonlyMap<string, ErrorDto>> {
  const limit = pLimit(requests);
  return new ManifestFetcher({ ...context, db: bulk, priority: "interactive", limit }).ensure(digests);
}
