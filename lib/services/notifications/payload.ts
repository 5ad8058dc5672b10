import { createHash } from "node:crypto";
import { isIP } from "node:net";
import { z } from "zod";
import { eventKinds, type RegistryEvent } from "#lib/catalog/index.ts";
import { isDigest, isRepositoryName, isTag } from "#lib/registry/index.ts";

/** What one notification held, as far as it made sense. */
export interface ParsedNotification {
  readonly events: readonly RegistryEvent[];
  /** Things nobody can make sense of: no event, no repository's name, no digest … */
  readonly refused: number;
}

/** Longer than any client's name of itself that tells something. */
const LONGEST_TEXT = 200;
/** As the client of lib/registry calls itself: what Longshore asks is no pull. */
const OURS = "longshore";

/** Text of a stranger as it is kept: bounded, and without what moves a cursor or turns the direction of writing. */
const said = z
  .string()
  .transform(
    (text) =>
      text
        .slice(0, 4 * LONGEST_TEXT)
        .replace(/\p{C}/gu, "")
        .trim()
        .slice(0, LONGEST_TEXT) || null,
  )
  .nullish()
  .transform((text) => text ?? null);

const absent = (value: unknown) => (value === "" || value === null ? undefined : value);
const optional = <T extends z.ZodType>(type: T) => z.preprocess(absent, type.optional());
const repository = z.string().max(255).refine(isRepositoryName);
const tag = optional(z.string().max(128).refine(isTag));
const digest = optional(z.string().max(200).refine(isDigest));

/** CNCF Distribution, notifications/event.go: EventsMediaType v1 (2.x) and v2 (3.x) have the same fields. */
const distributionEvent = z.object({
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

/** Harbor, src/pkg/notifier/model/event.go: the payload called "Default". */
const harborEvent = z.object({
  type: z.string().max(50),
  occur_at: z.number().int().nonnegative().max(99_999_999_999),
  operator: said,
  event_data: z.object({
    // An untagged artifact's tag is whatever that version of Harbor writes there.
    resources: z.array(z.object({ digest, tag: tag.catch(undefined) })).max(1000),
    repository: z.object({ repo_full_name: repository }),
  }),
});
const harborKinds: Readonly<Record<string, RegistryEvent["kind"]>> = {
  PUSH_ARTIFACT: "push",
  PULL_ARTIFACT: "pull",
  DELETE_ARTIFACT: "delete",
};

const envelope = z.object({ events: z.array(z.unknown()) });
const anyHarbor = z.object({ type: z.string(), event_data: z.unknown() });

/** Reads what a registry posted. Never throws: what cannot be read is counted. */
export function parseNotification(body: unknown): ParsedNotification {
  const batch = envelope.safeParse(body).data;
  if (batch) {
    const parsed = batch.events.map(fromDistribution);
    return {
      events: parsed.filter((event) => typeof event === "object"),
      refused: parsed.filter((event) => event === "refused").length,
    };
  }
  if (anyHarbor.safeParse(body).success) return fromHarbor(body);
  return { events: [], refused: 1 };
}

function fromDistribution(body: unknown): RegistryEvent | "refused" | "ignored" {
  const event = distributionEvent.safeParse(body).data;
  if (!event) return "refused";
  const { id, timestamp, action, target, request, actor } = event;
  const kind = eventKinds.find((known) => known === action);
  // Blobs come and go with their manifests, which say more.
  const ofBlob = target.mediaType === "application/octet-stream" || target.url?.includes("/blobs/");
  const userAgent = request?.useragent ?? null;
  const ours = kind === "pull" && (userAgent === OURS || userAgent?.startsWith(`${OURS}/`));
  if (!kind || ours || (ofBlob && kind !== "mount")) return "ignored";
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

function fromHarbor(body: unknown): ParsedNotification {
  const event = harborEvent.safeParse(body).data;
  if (!event) return { events: [], refused: 1 };
  const kind = harborKinds[event.type];
  if (!kind) return { events: [], refused: 0 };
  const { repo_full_name } = event.event_data.repository;
  return {
    refused: 0,
    events: event.event_data.resources.map(({ tag, digest }) => {
      const facts = [event.type, event.occur_at, event.operator, repo_full_name, digest, tag];
      return {
        // It has no id of its own: told again, it says the same.
        id: `harbor:${createHash("sha256").update(JSON.stringify(facts)).digest("hex")}`,
        kind,
        repository: repo_full_name,
        tag: tag ?? null,
        digest: digest ?? null,
        actor: event.operator,
        address: null,
        userAgent: null,
        at: new Date(event.occur_at * 1000),
      };
    }),
  };
}

/** "192.0.2.7:51234", "[2001:db8::1]:443", or an address alone; null for what is none. */
function addressOf(text: string | null): string | null {
  const host = text?.replace(/^\[([^\]]*)\](:\d+)?$/, "$1").replace(/^([^:]*):\d+$/, "$1") ?? "";
  return isIP(host) ? host : null;
}
