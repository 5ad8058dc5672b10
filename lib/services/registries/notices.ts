import { LRUCache } from "lru-cache";
import { bulk, type LiveEvent, notify, subscribe } from "#lib/db/index.ts";
import { log } from "#lib/log.ts";
import type { RateLimit, RegistryClient } from "#lib/registry/types.ts";

/** What a registry said beside its answers, and when, ISO 8601. Text of strangers. */
export interface KeptNotices {
  /** null: it said nothing that still counts. */
  readonly rateLimit: (RateLimit & { readonly at: string }) | null;
  /** Each text once, the newest first. */
  readonly warnings: readonly { readonly text: string; readonly at: string }[];
}

const none: KeptNotices = { rateLimit: null, warnings: [] };
const mostWarnings = 10;
/** Of all warnings in one announcement, which Postgres bounds. */
const mostBytes = 4_000;
const keptMs = 24 * 3_600_000;

interface Posted {
  readonly notices: KeptNotices;
  /** Milliseconds: what was announced before it comes too late. */
  readonly toldAt: number;
}
interface Board {
  readonly byRegistry: LRUCache<string, Posted>;
}
const holder = globalThis as typeof globalThis & { longshoreNotices?: Board };

/**
 * In memory, not in a table: a limit is true for minutes, a warning is said again with the next answer. Every instance hears
 * what another one was told.
 */
function board(): Board {
  if (holder.longshoreNotices) return holder.longshoreNotices;
  const made: Board = { byRegistry: new LRUCache({ max: 1_000, ttl: keptMs }) };
  holder.longshoreNotices = made;
  subscribe((event) => {
    const told = toldIn(event);
    // One's own announcements are heard too, after what has been said since.
    if (told && told.toldAt >= (made.byRegistry.get(event.id)?.toldAt ?? 0)) {
      made.byRegistry.set(event.id, told);
    }
  });
  return made;
}

function toldIn({ topic, notices, toldAt }: LiveEvent): Posted | null {
  if (topic !== "registry" || typeof notices !== "object") return null;
  return { notices: notices as KeptNotices, toldAt: typeof toldAt === "number" ? toldAt : preciseNow() };
}

/** To parts of a millisecond, in which several are told. */
function preciseNow(): number {
  return performance.timeOrigin + performance.now();
}

function stillCounts({ at, window, resetsAt }: NonNullable<KeptNotices["rateLimit"]>, now: number): boolean {
  const until = resetsAt ?? Date.parse(at) + (window ?? 3_600) * 1_000;
  return now < until;
}

/** What a registry has said lately. */
export function noticesOf(registryId: string, now = Date.now()): KeptNotices {
  const kept = board().byRegistry.get(registryId)?.notices;
  if (!kept) return none;
  return { ...kept, rateLimit: kept.rateLimit && stillCounts(kept.rateLimit, now) ? kept.rateLimit : null };
}

/** The newest words of each warning, as many as can be announced. */
function merged(texts: readonly string[], before: KeptNotices, at: string): KeptNotices["warnings"] {
  const all = [
    ...texts.map((text) => ({ text, at })),
    ...before.warnings.filter(({ text }) => !texts.includes(text)),
  ];
  let bytes = 0;
  return all.slice(0, mostWarnings).filter((warning) => {
    bytes += Buffer.byteLength(JSON.stringify(warning));
    return bytes <= mostBytes;
  });
}

/** Keeps what a registry said to a client meanwhile, and tells every instance and open page when it is news. Never throws. */
export async function keepNotices(
  registryId: string,
  client: Pick<RegistryClient, "notices">,
): Promise<void> {
  const { warnings, rateLimit } = client.notices();
  if (warnings.length === 0 && rateLimit === undefined) return;
  const before = noticesOf(registryId);
  const at = new Date().toISOString();
  const kept: KeptNotices = {
    rateLimit: rateLimit ? { ...rateLimit, at } : before.rateLimit,
    warnings: merged(warnings, before, at),
  };
  const posted: Posted = { notices: kept, toldAt: preciseNow() };
  board().byRegistry.set(registryId, posted);
  if (isSame(before, kept)) return;
  await notify(bulk, { topic: "registry", id: registryId, ...posted }).catch((error: unknown) => {
    log().warn({ error, registryId }, "a registry's notices were not passed on");
  });
}

function isSame(one: KeptNotices, other: KeptNotices): boolean {
  const facts = ({ rateLimit, warnings }: KeptNotices) =>
    JSON.stringify([rateLimit?.limit, rateLimit?.remaining, warnings.map(({ text }) => text).toSorted()]);
  return facts(one) === facts(other);
}
