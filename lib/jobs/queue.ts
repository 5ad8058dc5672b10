import { PgBoss } from "pg-boss";
import { databaseUrl, isDatabaseUnavailable } from "../db/index.ts";
import { log } from "../log.ts";

interface Queue {
  readonly boss: PgBoss;
  readonly kinds: Set<string>;
}

/** Next and server.ts are two bundles of one process: they share the one queue through globalThis. */
const holder = globalThis as typeof globalThis & { longshoreQueue?: Promise<Queue> | undefined };

/** pg-boss allows no more. Whether a worker lives is our heartbeat's business, not this clock's. */
const longestSeconds = 24 * 3600;

async function open(): Promise<Queue> {
  const boss = new PgBoss({
    connectionString: databaseUrl(),
    application_name: "longshore jobs",
    max: 4,
    // The owner role migrates (lib/db); this one may not make tables or rebuild indexes.
    migrate: false,
    createSchema: false,
    reindex: false,
    monitorVacuum: false,
    schedule: false,
    useListenNotify: true,
    superviseIntervalSeconds: 30,
    monitorIntervalSeconds: 30,
  });
  // Without a listener an 'error' event would end the process. Its clockwork goes on through an outage, and fails each time.
  boss.on("error", (error) => {
    if (isDatabaseUnavailable(error)) log().warn({ cause: error.message }, "job queue: the database is away");
    else log().error({ error }, "job queue");
  });
  await boss.start();
  return { boss, kinds: new Set() };
}

/** The process's pg-boss with a queue for this kind. A failed start is tried again by the next caller. */
export async function queueFor(kind: string): Promise<PgBoss> {
  holder.longshoreQueue ??= open().catch((error: unknown) => {
    holder.longshoreQueue = undefined;
    throw error;
  });
  const { boss, kinds } = await holder.longshoreQueue;
  if (!kinds.has(kind)) {
    await boss.createQueue(kind, {
      notify: true,
      retryLimit: 0,
      expireInSeconds: longestSeconds,
      deleteAfterSeconds: 3600,
    });
    kinds.add(kind);
  }
  return boss;
}

/** Ends the queue's connections; what is queued stays queued. */
export async function closeQueue(): Promise<void> {
  const open = holder.longshoreQueue;
  holder.longshoreQueue = undefined;
  const queue = await open?.catch(() => undefined);
  await queue?.boss.stop({ graceful: false, close: true });
}
