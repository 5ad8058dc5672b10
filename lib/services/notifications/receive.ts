import {
  findRepository,
  keepTagFacts,
  type RegistryEvent,
  type RepositoryId,
  storeEvents,
  tagsOnDigest,
} from "#lib/catalog/index.ts";
import { bulk, isDatabaseUnavailable } from "#lib/db/index.ts";
import { log } from "#lib/log.ts";
import { parseRepositoryName, parseTag } from "#lib/registry/index.ts";
import { lookAtTold, type ToldChange } from "../repositories/index.ts";
import { countReceived, findBySecret } from "./address.ts";
import { parseNotification } from "./payload.ts";
import { takeEvents } from "./rate.ts";
import { tellActivity } from "./tell.ts";

const LONGEST_BODY = 1024 * 1024;

const types =
  /^application\/(json|cloudevents\+json|vnd\.docker\.distribution\.events\.v[12]\+json)\s*(;|$)/i;

const answer = (status: number, body: object) =>
  new Response(JSON.stringify(body), {
    status,
    headers: { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" },
  });

/**
 * Takes what a registry posts to its secret address. Whoever does not know one learns nothing: every other is not found.
 * Whatever comes to a known one is answered 200, however little sense it makes: a registry repeats for ever what was
 * refused, and tells nothing else meanwhile. Only while the database is away is it told to come again.
 */
export async function receiveNotification(request: Request, secret: string): Promise<Response> {
  try {
    const registryId = await findBySecret(secret);
    if (registryId === null) return answer(404, { ok: false });
    const { events, refused } = parseNotification(
      await readBody(request),
      request.headers.get("x-github-event"),
    );
    const taken = events.slice(0, takeEvents(registryId, events.length));
    const kept = await keep(registryId, taken);
    const left = refused + events.length - taken.length;
    await countReceived(registryId, kept, left);
    if (left > 0)
      log().warn({ registryId, refused, tooMany: left - refused }, "events of a registry left out");
    return answer(200, { ok: true, kept, refused: left });
  } catch (error) {
    if (!isDatabaseUnavailable(error)) throw error;
    return answer(503, { ok: false });
  }
}

/** undefined: longer than a notification may be, of another type, or no JSON. */
async function readBody(request: Request): Promise<unknown> {
  if (!types.test(request.headers.get("content-type") ?? "")) return undefined;
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body ?? []) {
    length += chunk.byteLength;
    if (length > LONGEST_BODY) return undefined;
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch {
    return undefined;
  }
}

async function keep(registryId: string, events: readonly RegistryEvent[]): Promise<number> {
  if (events.length === 0) return 0;
  const fresh = await storeEvents(bulk, registryId, events);
  const news = events.flatMap((event) => {
    const at = fresh.get(event.id);
    return at ? [{ ...event, at }] : [];
  });
  for (const [repository, told] of Map.groupBy(news, (event) => event.repository)) {
    const known = await findRepository(bulk, registryId, repository);
    const changes = await changesOf(known?.id, told);
    if (changes.length > 0) lookAtTold(registryId, parseRepositoryName(repository), changes);
    if (known) await keepTagFacts(bulk, known.id, told.flatMap(pullOf));
  }
  if (news.length > 0) tellActivity(registryId);
  return fresh.size;
}

/** Pushes by their tag, or to a repository that is known; deletions by their tag, or by the tags known to point at what was deleted. */
async function changesOf(
  repositoryId: RepositoryId | undefined,
  events: readonly RegistryEvent[],
): Promise<ToldChange[]> {
  const changes: ToldChange[] = [];
  for (const { kind, tag, digest, actor, at } of events) {
    if (kind === "push" && (tag || (digest && repositoryId)))
      changes.push({ tag: tag === null ? null : parseTag(tag), deleted: false, digest, actor, at });
    if (kind !== "delete") continue;
    const pointing = repositoryId && digest ? await tagsOnDigest(bulk, repositoryId, digest) : [];
    for (const one of tag ? [tag] : pointing)
      changes.push({ tag: parseTag(one), deleted: true, digest: null, actor, at });
  }
  return changes;
}

function pullOf({ kind, tag, at }: RegistryEvent) {
  return kind === "pull" && tag ? [{ tag, pulledAt: at.toISOString() }] : [];
}
