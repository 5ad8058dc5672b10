import { bulk, notify } from "#lib/db/index.ts";
import { log } from "#lib/log.ts";

/** Pages that show what happens hear of it at most this often, however much happens. */
const TOGETHER_MS = 500;

// Module singletons exist once per bundle: the process's one lives on globalThis.
const holder = globalThis as typeof globalThis & { longshoreActivity?: Set<string> };

/** Tells open pages soon that a registry has told something. */
export function tellActivity(registryId: string): void {
  holder.longshoreActivity ??= new Set();
  const waiting = holder.longshoreActivity;
  if (waiting.has(registryId)) return;
  waiting.add(registryId);
  setTimeout(() => {
    waiting.delete(registryId);
    notify(bulk, { topic: "activity", id: registryId }).catch((error: unknown) => {
      // A missed event costs a page one refresh.
      log().warn({ error, registryId }, "live event not sent");
    });
  }, TOGETHER_MS).unref();
}
