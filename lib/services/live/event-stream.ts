// Not through index.ts: that brings Next along, and this runs without it.
import { type Actor, isActor } from "#lib/auth/actor.ts";
import { principalOf } from "#lib/auth/sessions.ts";
import { type LiveEvent, subscribe } from "#lib/db/index.ts";
import { log } from "#lib/log.ts";
import { shutdownSignal } from "#lib/server/index.ts";
import { loadActiveJobs } from "../jobs/index.ts";

const keepAliveMs = 15_000;
const checkSessionMs = 30_000;
/** A tab that does not read this much is gone or asleep: it connects again and gets a snapshot. */
const mostUnread = 500;

const encoder = new TextEncoder();
const event = (name: string, data: unknown) =>
  encoder.encode(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);

/** What a browser may hear of an announcement; null: nothing. */
function forBrowser(change: LiveEvent): LiveEvent | null {
  return change.topic === "session" || change.cancel === true ? null : change;
}

/**
 * The stream of one tab of a signed-in user. Never fails once begun: it ends.
 * @param signal the request's: the tab went away.
 */
export function eventStream(actor: Actor, signal: AbortSignal): ReadableStream<Uint8Array> {
  const ended = new AbortController();
  const over = AbortSignal.any([signal, shutdownSignal(), ended.signal]);

  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const send = (bytes: Uint8Array) => {
          if (over.aborted) return;
          if ((controller.desiredSize ?? 0) <= 0) ended.abort();
          else controller.enqueue(bytes);
        };
        const signedOut = () => {
          send(event("ended", {}));
          ended.abort();
        };
        const snapshot = async () => {
          try {
            send(event("snapshot", { jobs: await loadActiveJobs() }));
          } catch (error) {
            // The tab comes back by itself, and by then the database may too.
            log().warn({ error }, "live stream without a snapshot");
            ended.abort();
          }
        };
        const checkSession = async () => {
          const claim = { sessionId: actor.sessionId, userId: actor.userId };
          // An outage of the database signs nobody out.
          const principal = await principalOf(claim, actor.client).catch(() => actor);
          if (!isActor(principal) || principal.role !== actor.role) signedOut();
        };
        const unsubscribe = subscribe(
          (change) => {
            if (change.topic === "session" && change.id === actor.sessionId) {
              // A new password: this browser is getting the cookie of its next session and comes back with it.
              if (change.reason === "renewed") ended.abort();
              else signedOut();
            }
            const visible = forBrowser(change);
            if (visible) send(event("change", visible));
          },
          () => {
            void checkSession();
            void snapshot();
          },
        );
        const keepAlive = setInterval(() => send(encoder.encode(": still here\n\n")), keepAliveMs);
        const check = setInterval(() => void checkSession(), checkSessionMs);
        const end = () => {
          clearInterval(keepAlive);
          clearInterval(check);
          unsubscribe();
          // The reader may have closed it already.
          try {
            controller.close();
          } catch {}
        };
        if (over.aborted) end();
        else over.addEventListener("abort", end, { once: true });
        void snapshot();
      },
      cancel() {
        ended.abort();
      },
    },
    new CountQueuingStrategy({ highWaterMark: mostUnread }),
  );
}
