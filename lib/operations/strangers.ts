import { LRUCache } from "lru-cache";
import { isActor, type Principal } from "../auth/actor.ts";

const counts = new LRUCache<string, { seen: number }>({ max: 20_000, ttl: 60_000, updateAgeOnGet: false });

/**
 * Whether one more event of this kind is told of somebody who is not signed in. The log is append-only and strangers may ask as
 * often as they like: each address gets so many rows a minute and action. Of people who are signed in everything is told.
 */
export function isTold(principal: Principal, action: string, perMinute: number): boolean {
  if (isActor(principal)) return true;
  const { peerAddress, address } = principal.client;
  const key = JSON.stringify([peerAddress, address, action, perMinute]);
  const count = counts.get(key);
  if (count === undefined) {
    counts.set(key, { seen: 1 });
    return true;
  }
  count.seen += 1;
  return count.seen <= perMinute;
}
