import { LRUCache } from "lru-cache";
import { shared } from "../transport/shared.ts";
import { ociErrors } from "../transport/upstream-text.ts";
import type { Answer } from "../transport/wire.ts";
import type { RegistryTarget } from "../types.ts";

const minutes = 60_000;
/** A registry is brought up to date now and then: asked again after so long. */
const absent = shared("referrers", () => new LRUCache<string, true>({ max: 5000, ttl: 10 * minutes }));

/** Statuses by which registries say that they have no such endpoint; the specification's is 404. */
const noEndpoint = new Set([400, 404, 405, 406, 501]);
/** Those of them that can mean nothing else, unless they name what else it is. */
const lasting = new Set([404, 405, 501]);

/** True when this registry has said lately that it lists no referrers: the extra 404 of every image is spared. */
export function listsNoReferrers(target: RegistryTarget): boolean {
  return absent.has(keyOf(target));
}

/** Whether an answer to endpoint 12 says that there is no such endpoint; remembered for the target where it is certain. */
export function saysNoReferrers(target: RegistryTarget, { status, body }: Answer): boolean {
  if (!noEndpoint.has(status)) return false;
  // A repository nobody knows says nothing of the others.
  const named = ociErrors(body).some(({ code }) => code.endsWith("_UNKNOWN") || code === "DENIED");
  if (lasting.has(status) && !named) absent.set(keyOf(target), true);
  return true;
}

function keyOf({ id, endpoint }: RegistryTarget): string {
  return JSON.stringify([id, endpoint]);
}
