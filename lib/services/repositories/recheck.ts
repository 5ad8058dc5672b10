import { bulk, db, subscribe } from "#lib/db/index.ts";
import type { ErrorDto } from "#lib/errors.ts";
import { log } from "#lib/log.ts";
import { passes, pauseLeft } from "./run-errors.ts";
import { fillRegistry, syncRegistry } from "./sync-registry.ts";
import { settleRuns } from "./sync-state.ts";

/** Milliseconds before the first try, and the longest they grow to. */
interface Delays {
  readonly first: number;
  readonly most: number;
}
const defaultDelays: Delays = { first: 5_000, most: 5 * 60_000 };

interface Waiting {
  /** Milliseconds before this try; doubled for the next. */
  readonly delay: number;
  /** Absent while the registry is being asked. */
  readonly timer?: NodeJS.Timeout;
}

/**
 * Asks registries that failed again by itself, at growing intervals, until they answer: nobody has to reload a page or
 * press a button when a registry is back. What only a person can mend (a password, a refused listing) is left alone:
 * asking again with a wrong password locks accounts. For server.ts; the answer ends it, and waits for
 * every run under way: told by `shutdownSignal`, they stop by themselves.
 */
export async function startRechecks(delays: Delays = defaultDelays): Promise<() => Promise<void>> {
  const waiting = new Map<string, Waiting>();

  function wait(id: string, delay: number): void {
    const timer = setTimeout(() => void ask(id, delay), delay);
    timer.unref();
    waiting.set(id, { delay, timer });
  }

  async function ask(id: string, delay: number): Promise<void> {
    waiting.set(id, { delay });
    const next = await recheck(id).catch((error: unknown) => {
      log().warn({ registryId: id, error }, "registry not asked again");
      return delay;
    });
    if (!waiting.delete(id) || next === null) return;
    wait(id, Math.max(next, Math.min(delay * 2, delays.most)));
  }

  const unsubscribe = subscribe((event) => {
    const failed = event.topic === "registry" && (event.health === "error" || event.health === "warn");
    if (failed && !waiting.has(event.id)) wait(event.id, delays.first);
  });
  const failed = await db().registry.findMany({
    where: { health: { in: ["error", "warn"] }, disabledAt: null },
    select: { id: true },
  });
  for (const { id } of failed) if (!waiting.has(id)) wait(id, delays.first);

  return async () => {
    unsubscribe();
    for (const { timer } of waiting.values()) clearTimeout(timer);
    waiting.clear();
    await settleRuns();
  };
}

/** Null when there is nothing (more) to wait for, else the least milliseconds until the next try. */
async function recheck(id: string): Promise<number | null> {
  let listed = false;
  const before = await findProblem(id);
  if (before === "absent") return null;
  if (before && passes(before.error)) {
    const pause = pauseLeft(before.error, before.age);
    if (pause > 0) return pause;
    // Its failure is on the registry's row.
    listed = await syncRegistry(id).then(
      () => true,
      () => false,
    );
  }
  const after = await findProblem(id);
  if (after === "absent") return null;
  // One that can be listed and stays failed does so for its repositories' sake: they are what is asked next.
  if (after && passes(after.error) && !listed) return 0;
  if (after?.error.code === "REGISTRY_UNAUTHORIZED") return null;
  await fillRegistry(id);
  const left = await findProblem(id);
  return left && left !== "absent" && passes(left.error) ? 0 : null;
}

interface Problem {
  readonly error: ErrorDto;
  /** Milliseconds since it was seen, by the database's clock. */
  readonly age: number;
}

/** What stands on the registry's row; null when it is well, "absent" when nothing may be asked of it. */
async function findProblem(id: string): Promise<Problem | null | "absent"> {
  const [row] = await bulk.query<{ health: string; error: ErrorDto | null; age: number | null }>(
    `SELECT "health", "healthError" AS "error",
       (extract(epoch FROM now() - "healthCheckedAt") * 1000)::float8 AS "age"
     FROM "Registry" WHERE "id" = $1::uuid AND "disabledAt" IS NULL`,
    [id],
  );
  if (!row) return "absent";
  return row.health === "ok" || !row.error ? null : { error: row.error, age: row.age ?? 0 };
}
