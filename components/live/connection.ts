import type { JobDto } from "#lib/services/jobs/types.ts";

/** What happened somewhere, as `/api/v1/events` tells it. Small: whoever shows the thing fetches the rest. */
export interface LiveChange {
  readonly topic: "job" | "registry" | "repository" | "host" | "activity";
  readonly id: string;
  readonly [detail: string]: unknown;
}

export type LiveMessage =
  /** Connected, anew or again: what is shown may have missed something. */
  | { readonly type: "snapshot"; readonly jobs: readonly JobDto[] }
  | { readonly type: "change"; readonly change: LiveChange };

type Listener = (message: LiveMessage) => void;

const listeners = new Set<Listener>();
let source: EventSource | undefined;
let retry: ReturnType<typeof setTimeout> | undefined;
const retryMs = 5_000;

function tell(message: LiveMessage): void {
  for (const listener of [...listeners]) listener(message);
}

function disconnect(): void {
  clearTimeout(retry);
  source?.close();
  source = undefined;
}

function connect(): void {
  if (source || document.hidden || listeners.size === 0) return;
  const opened = new EventSource("/api/v1/events");
  source = opened;
  opened.addEventListener("snapshot", (event: MessageEvent<string>) => {
    const { jobs } = JSON.parse(event.data) as { jobs: readonly JobDto[] };
    tell({ type: "snapshot", jobs });
  });
  opened.addEventListener("change", (event: MessageEvent<string>) => {
    tell({ type: "change", change: JSON.parse(event.data) as LiveChange });
  });
  opened.addEventListener("ended", () => {
    // The session is over: the page asks who this is, and leads to the sign-in.
    disconnect();
    window.location.reload();
  });
  opened.addEventListener("error", () => {
    // A broken connection is taken up by the browser itself; an answer that was no stream is not.
    if (opened.readyState !== EventSource.CLOSED || source !== opened) return;
    disconnect();
    void retryUnlessSignedOut();
  });
}

/** Why there is no stream, EventSource does not say: a session that ended unheard leads to the sign-in, anything else passes. */
async function retryUnlessSignedOut(): Promise<void> {
  const account = await fetch("/api/v1/account").catch(() => undefined);
  if (account?.status === 401) window.location.reload();
  else retry = setTimeout(connect, retryMs);
}

function onVisibility(): void {
  if (document.hidden) disconnect();
  else connect();
}

/**
 * Hears everything live. One connection for the whole tab, however many listen, closed while the tab is hidden: browsers
 * allow six per origin.
 * @returns a function that ends it.
 */
export function listen(listener: Listener): () => void {
  if (listeners.size === 0) document.addEventListener("visibilitychange", onVisibility);
  listeners.add(listener);
  connect();
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    document.removeEventListener("visibilitychange", onVisibility);
    disconnect();
  };
}
