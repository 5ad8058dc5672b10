import { bulk, notify } from "#lib/db/index.ts";
import { log } from "#lib/log.ts";
import type { IndexProgress } from "./index-tags.ts";

/** What the live channel carries about an index run; pages fetch the rest. */
export interface IndexEvent {
  readonly registryId: string;
  readonly repository: string;
  readonly state: "indexing" | "done" | "failed";
  readonly done?: number;
  readonly total?: number;
  readonly written?: number;
}

/** At most five events a second and run. */
const INTERVAL_MS = 200;

export function tellIndex(event: IndexEvent): Promise<void> {
  const id = `${event.registryId}/${event.repository}`;
  return notify(bulk, { topic: "repository", id, ...event }).catch((err) => {
    // A missed event costs a page one refresh; it must not cost the run.
    log().warn({ error: err, id }, "live event not sent");
  });
}

/** Passes on the newest progress, never more often than five times a second; the rest is dropped. */
export function throttledProgress(registryId: string, repository: string) {
  let last = 0;
  return ({ done, total, written }: IndexProgress) => {
    const now = performance.now();
    if (now - last < INTERVAL_MS) return;
    last = now;
    const known = total === null ? {} : { total };
    void tellIndex({ registryId, repository, state: "indexing", done, written, ...known });
  };
}
