import { measureStorage, unmeasuredToday } from "#lib/catalog/index.ts";
import { bulk, notify } from "#lib/db/index.ts";
import { log } from "#lib/log.ts";

/** A measurement reads all of a registry's index. While that grows it is repeated, for a twentieth of the time at most. */
const leastPause = 10_000;
const pauseFor = 20;
const lookEvery = 15 * 60_000;

interface Measuring {
  /** By registry: the measurement under way, and until when on the monotonic clock nobody's look begins another one. */
  readonly running: Map<string, Promise<void>>;
  readonly resting: Map<string, number>;
  /** Looks that came in such a rest, and get their measurement after it. */
  readonly waiting: Map<string, NodeJS.Timeout>;
}

// Pages and server.ts are different bundles of one process.
const holder = globalThis as typeof globalThis & { longshoreMeasuring?: Measuring };
function measuring(): Measuring {
  holder.longshoreMeasuring ??= { running: new Map(), resting: new Map(), waiting: new Map() };
  return holder.longshoreMeasuring;
}

/** Measures a registry's storage, once however often it is asked for; another instance that is at it does for us too. */
export function measure(registryId: string): Promise<void> {
  const { running, resting } = measuring();
  const known = running.get(registryId);
  if (known !== undefined) return known;
  const begun = performance.now();
  const run = bulk
    .withLock(`longshore:storage:${registryId}`, async () => {
      await bulk.transaction((tx) => measureStorage(tx, registryId));
      await notify(bulk, { topic: "registry", id: registryId, state: "measured" });
    })
    .then(() => undefined)
    .finally(() => {
      const now = performance.now();
      resting.set(registryId, now + Math.max(leastPause, (now - begun) * pauseFor));
      running.delete(registryId);
    });
  running.set(registryId, run);
  return run;
}

/** Measures behind an answer, at once or, where that was done a moment ago, in a moment. Returns whether a measurement is under way. */
export function measureInBackground(registryId: string): boolean {
  const { running, resting, waiting } = measuring();
  if (running.has(registryId)) return true;
  const rest = (resting.get(registryId) ?? 0) - performance.now();
  if (rest > 0) {
    if (!waiting.has(registryId)) waiting.set(registryId, setTimeout(again, rest).unref());
    return false;
  }
  again();
  return true;

  function again(): void {
    waiting.delete(registryId);
    void tryToMeasure(registryId);
  }
}

/** One registry's failure is in the log, and nobody else's. */
function tryToMeasure(registryId: string): Promise<void> {
  return measure(registryId).catch((error: unknown) =>
    log().warn({ registryId, error }, "storage not measured"),
  );
}

/** Measures what has no measurement of today yet, one registry after another. For server.ts; the answer ends it. */
export function startMeasuring(every = lookEvery): () => Promise<void> {
  let stopped = false;
  let round: Promise<void> = Promise.resolve();
  async function look(): Promise<void> {
    try {
      for (const id of await unmeasuredToday(bulk)) {
        if (stopped) return;
        await tryToMeasure(id);
      }
    } catch (error) {
      log().warn({ error }, "storage not measured");
    }
  }
  const timer = setInterval(() => {
    round = round.then(look);
  }, every);
  timer.unref();
  return async () => {
    stopped = true;
    clearInterval(timer);
    for (const wait of measuring().waiting.values()) clearTimeout(wait);
    await round;
    await Promise.allSettled(measuring().running.values());
  };
}
