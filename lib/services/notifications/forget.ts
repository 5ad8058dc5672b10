import { forgetOldEvents } from "#lib/catalog/index.ts";
import { bulk } from "#lib/db/index.ts";
import { log } from "#lib/log.ts";

const EVERY_MS = 6 * 60 * 60_000;
const BATCH = 5_000;

/** Forgets what is older than it is kept, in batches, on one instance at a time. */
export async function forgetEvents(): Promise<void> {
  await bulk.withLock("longshore:events:forget", async () => {
    while ((await forgetOldEvents(bulk, BATCH)) >= BATCH);
  });
}

/** Does so now and every six hours; for server.ts. The answer ends it. */
export function startForgetting(): () => void {
  const forget = () =>
    void forgetEvents().catch((error: unknown) => log().warn({ error }, "old events were not forgotten"));
  forget();
  const timer = setInterval(forget, EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}
