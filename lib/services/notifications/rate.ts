import { LRUCache } from "lru-cache";

/** Events a registry may send at once, and per second in the long run. */
const BURST = 5_000;
const PER_SECOND = 200;

interface Bucket {
  left: number;
  at: number;
}

// Module singletons exist once per bundle: the process's one lives on globalThis.
const holder = globalThis as typeof globalThis & { longshoreEventRates?: LRUCache<string, Bucket> };

/** How many of `wanted` events this registry may still tell now; they are taken. By the monotonic clock, per process. */
export function takeEvents(registryId: string, wanted: number): number {
  holder.longshoreEventRates ??= new LRUCache({ max: 1_000 });
  const buckets = holder.longshoreEventRates;
  const now = performance.now();
  const before = buckets.get(registryId) ?? { left: BURST, at: now };
  const left = Math.min(BURST, before.left + ((now - before.at) / 1_000) * PER_SECOND);
  const taken = Math.min(wanted, Math.floor(left));
  buckets.set(registryId, { left: left - taken, at: now });
  return taken;
}
