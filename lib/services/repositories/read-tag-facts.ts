import { keepTagFacts, knownTagFacts, recountRepository } from "#lib/catalog/index.ts";
import { AppError } from "#lib/errors.ts";
import { log } from "#lib/log.ts";
import type { FetchContext } from "./fetch-manifests.ts";

/** What it may take of a run at most. */
const LIMIT_MS = 60_000;
/** Tags for which one request more is worth it on a re-check that found nothing new. */
const TAGS_A_REQUEST = 100;

/**
 * Asks the product's own API when the tags were pushed and pulled, where it has one, and keeps what it says. The run is complete
 * before, and stays so without an answer. Throws only what ended the run: the registry was removed or disabled.
 */
export async function readTagFacts(
  { db, client, repositoryId, name, signal }: Omit<FetchContext, "limit" | "priority">,
  { tags, changed }: { readonly tags: number; readonly changed: number },
): Promise<void> {
  if (tags === 0) return;
  const bounded = AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)]);
  let kept = 0;
  try {
    let left: number | undefined;
    for await (const { facts } of client.listTagFacts(name, { signal: bounded, priority: "background" })) {
      left ??= await requestsWorth(db, repositoryId, { tags, changed });
      kept += await keepTagFacts(db, repositoryId, facts);
      left -= 1;
      if (left <= 0) break;
    }
  } catch (error) {
    if (signal.reason instanceof AppError) throw error;
    log().info({ repository: name, error }, "tags' facts not read");
  }
  if (kept > 0) await recountRepository(db, repositoryId);
}

/** All there are for what is new; some products list much beside tags, and a re-check is not to pay for that. */
async function requestsWorth(
  db: FetchContext["db"],
  repositoryId: FetchContext["repositoryId"],
  { tags, changed }: { readonly tags: number; readonly changed: number },
): Promise<number> {
  if (changed > 0) return Number.POSITIVE_INFINITY;
  const { pushed, pulled } = await knownTagFacts(db, repositoryId);
  return pushed || pulled ? Math.ceil(tags / TAGS_A_REQUEST) : Number.POSITIVE_INFINITY;
}
