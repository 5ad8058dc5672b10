import { isIP } from "node:net";
import { z } from "zod";
import { eventKinds, type RegistryEvent } from "#lib/catalog/index.ts";
import { digest, type Format, only, passedOver, refusedOne, repository, said, tag } from "./fields.ts";

/** As the client of lib/registry calls itself: what Longshore asks is no pull. */
const ours = "longshore";

/** CNCF Distribution, notifications/event.go: EventsMediaType v1 (2.x) and v2 (3.x) have the same fields. */
const shape = z.object({
  id: z.string().regex(/^[\x21-\x7e]{1,100}$/),
  timestamp: z.iso.datetime({ offset: true }),
  action: z.string().max(50),
  target: z.object({
    mediaType: z.string().max(255).optional(),
    repository,
    tag,
    digest,
    url: z.string().max(4096).optional(),
  }),
  request: z.object({ addr: said, method: z.string().max(20).optional(), useragent: said }).optional(),
  actor: z.object({ name: said }).optional(),
});

const envelope = z.object({ events: z.array(z.unknown()) });

/** CNCF Distribution's envelope, and that of whoever is built on it. */
export const readDistribution: Format = (body) => {
  const batch = envelope.safeParse(body).data;
  if (!batch) return null;
  const parsed = batch.events.map(eventOf);
  return {
    events: parsed.filter((event) => typeof event === "object"),
    refused: parsed.filter((event) => event === "refused").length,
  };
};

const single = z.object({ id: z.string(), timestamp: z.string(), action: z.string() });

/**
 * Azure Container Registry's webhook: one event of Distribution's, without an envelope, an address or an actor. Charts and its
 * trial "ping" have actions of their own.
 * https://learn.microsoft.com/azure/container-registry/container-registry-webhook-reference
 */
export const readAzure: Format = (body) => {
  const seen = single.safeParse(body).data;
  if (!seen) return null;
  if (!eventKinds.some((known) => known === seen.action)) return passedOver;
  const event = eventOf(body);
  if (typeof event === "object") return only(event);
  return event === "refused" ? refusedOne : passedOver;
};

function eventOf(body: unknown): RegistryEvent | "refused" | "ignored" {
  const event = shape.safeParse(body).data;
  if (!event) return "refused";
  const { id, timestamp, action, target, request, actor } = event;
  const kind = eventKinds.find((known) => known === action);
  // Blobs come and go with their manifests, which say more.
  const ofBlob = target.mediaType === "application/octet-stream" || target.url?.includes("/blobs/");
  const userAgent = request?.useragent ?? null;
  const own = kind === "pull" && (userAgent === ours || userAgent?.startsWith(`${ours}/`));
  if (!kind || own || (ofBlob && kind !== "mount")) return "ignored";
  return {
    id,
    kind,
    repository: target.repository,
    tag: target.tag ?? null,
    digest: target.digest ?? null,
    actor: actor?.name ?? null,
    address: addressOf(request?.addr ?? null),
    userAgent,
    at: new Date(timestamp),
  };
}

/** "192.0.2.7:51234", "[2001:db8::1]:443", or an address alone; null for what is none. */
function addressOf(text: string | null): string | null {
  const host = text?.replace(/^\[([^\]]*)\](:\d+)?$/, "$1").replace(/^([^:]*):\d+$/, "$1") ?? "";
  return isIP(host) ? host : null;
}
