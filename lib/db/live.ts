import pg from "pg";
import { databaseUrl } from "./client.ts";

const channel = "longshore";

/** What happened, small: whoever shows it fetches the rest. */
export interface LiveEvent {
  readonly topic: "job" | "registry" | "repository" | "session" | "host" | "activity";
  readonly id: string;
  readonly [detail: string]: unknown;
}

type Listener = (event: LiveEvent) => void;

/** Postgres refuses a payload of 8000 bytes or more. */
const payloadLimit = 7_000;

interface RawRunner {
  $executeRaw(query: TemplateStringsArray, ...values: unknown[]): PromiseLike<number>;
}
interface QueryRunner {
  query(text: string, values: unknown[]): Promise<unknown>;
}

/**
 * Tells every instance. Inside a transaction the event leaves with the commit, and not at all on rollback.
 * @throws RangeError when the event is larger than 7,000 bytes.
 */
export async function notify(client: RawRunner | QueryRunner, event: LiveEvent): Promise<void> {
  const payload = JSON.stringify(event);
  if (Buffer.byteLength(payload) > payloadLimit)
    throw new RangeError(`Live event too large: ${event.topic} ${event.id}`);
  if ("$executeRaw" in client) await client.$executeRaw`SELECT pg_notify(${channel}, ${payload})`;
  else await client.query("SELECT pg_notify($1, $2)", [channel, payload]);
}

class Subscription {
  readonly #listeners = new Set<Listener>();
  readonly #gapListeners = new Set<() => void>();
  #client: pg.Client | undefined;
  #timer: NodeJS.Timeout | undefined;
  #delay = 250;
  #connectedBefore = false;
  #closed = false;

  add(listener: Listener, onGap?: () => void): () => void {
    this.#listeners.add(listener);
    if (onGap) this.#gapListeners.add(onGap);
    if (!this.#client && !this.#timer) void this.#connect();
    return () => {
      this.#listeners.delete(listener);
      if (onGap) this.#gapListeners.delete(onGap);
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#listeners.clear();
    await this.#client?.end().catch(() => undefined);
  }

  async #connect(): Promise<void> {
    // LISTEN belongs to a session, and keepalive finds a peer that vanished without a word.
    const client = new pg.Client({
      connectionString: databaseUrl(),
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
      connectionTimeoutMillis: 5_000,
      application_name: "longshore live",
    });
    this.#client = client;
    let lost = false;
    const onLost = () => {
      if (lost) return;
      lost = true;
      this.#reconnect();
    };
    client.on("error", onLost);
    client.on("end", onLost);
    client.on("notification", ({ payload }) => this.#dispatch(payload));
    try {
      await client.connect();
      await client.query(`LISTEN ${channel}`);
    } catch {
      client.end().catch(() => undefined);
      onLost();
      return;
    }
    this.#delay = 250;
    // Events of the gap are lost for good: listeners that mind look at the tables again.
    if (this.#connectedBefore) for (const listener of this.#gapListeners) listener();
    this.#connectedBefore = true;
  }

  #reconnect(): void {
    if (this.#closed) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#connect();
    }, this.#delay);
    this.#timer.unref();
    this.#delay = Math.min(this.#delay * 2, 5_000);
  }

  #dispatch(payload: string | undefined): void {
    if (!payload) return;
    let event: LiveEvent;
    try {
      event = JSON.parse(payload) as LiveEvent;
    } catch {
      return; // Not ours: the channel is open to every role of the database.
    }
    for (const listener of [...this.#listeners]) listener(event);
  }
}

const holder = globalThis as typeof globalThis & { longshoreLive?: Subscription };

/**
 * Calls `listener` with every live event of every instance, over one connection per process that reconnects by itself.
 * `onGap` is called after a reconnect: events in between are lost. Listeners must not throw.
 * @returns a function that ends the subscription.
 */
export function subscribe(listener: Listener, onGap?: () => void): () => void {
  holder.longshoreLive ??= new Subscription();
  return holder.longshoreLive.add(listener, onGap);
}

/** Ends the connection and all subscriptions. */
export async function closeLive(): Promise<void> {
  const live = holder.longshoreLive;
  delete holder.longshoreLive;
  await live?.close();
}
