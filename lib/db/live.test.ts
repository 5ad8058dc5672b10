import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { bulk } from "./bulk.ts";
import { db } from "./client.ts";
import { databaseHealth, isDatabaseUnavailable } from "./health.ts";
import { type LiveEvent, notify, subscribe } from "./live.ts";
import { openTestDatabase } from "./testing.ts";

let database: Awaited<ReturnType<typeof openTestDatabase>>;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

/** Collects events; `until` waits for one that fits. */
function listen() {
  const seen: LiveEvent[] = [];
  const waiting = new Set<() => void>();
  let gaps = 0;
  const stop = subscribe(
    (event) => {
      seen.push(event);
      for (const check of waiting) check();
    },
    () => {
      gaps++;
      for (const check of waiting) check();
    },
  );
  const until = (condition: () => boolean) =>
    new Promise<void>((resolve) => {
      const check = () => {
        if (!condition()) return;
        waiting.delete(check);
        resolve();
      };
      waiting.add(check);
      check();
    });
  return { seen, stop, until, gaps: () => gaps };
}

/** LISTEN is asynchronous: knock until the first event comes through. */
async function ready(live: ReturnType<typeof listen>, id: string) {
  const knock = setInterval(() => void notify(db(), { topic: "host", id }).catch(() => undefined), 50);
  await live.until(() => live.seen.some((event) => event.id === id));
  clearInterval(knock);
}

it("delivers on commit and not on rollback", async () => {
  const live = listen();
  await ready(live, "knock");
  await db()
    .$transaction(async (tx) => {
      await notify(tx, { topic: "job", id: "rolled-back" });
      throw new Error("no");
    })
    .catch(() => undefined);
  await db().$transaction((tx) => notify(tx, { topic: "job", id: "committed", bytes: 7 }));
  await live.until(() => live.seen.some(({ id }) => id === "committed"));
  expect(live.seen).toContainEqual({ topic: "job", id: "committed", bytes: 7 });
  expect(live.seen.map(({ id }) => id)).not.toContain("rolled-back");
  live.stop();
});

it("goes out from a bulk transaction too", async () => {
  const live = listen();
  await ready(live, "knock-bulk");
  await bulk.transaction((sql) => notify(sql, { topic: "repository", id: "12" }));
  await live.until(() => live.seen.some(({ id }) => id === "12"));
  live.stop();
});

it("refuses an event that Postgres would refuse", async () => {
  await expect(notify(db(), { topic: "job", id: "1", text: "x".repeat(8_000) })).rejects.toThrow(RangeError);
});

it("comes back after the connection was cut, and says that there was a gap", async () => {
  const live = listen();
  await ready(live, "before");
  const admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  await admin.query(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
  );
  await admin.end();
  await live.until(() => live.gaps() > 0);
  await ready(live, "after");
  live.stop();
});

it("reads int8 as bigint and passes arrays to unnest", async () => {
  const rows = await bulk.query("SELECT * FROM unnest($1::text[], $2::int8[]) AS t(name, size)", [
    ["a", "b"],
    [1n, 9_007_199_254_740_993n],
  ]);
  expect(rows).toEqual([
    { name: "a", size: 1n },
    { name: "b", size: 9_007_199_254_740_993n },
  ]);
});

it("outlives a connection that breaks while it is held, between two queries", async () => {
  const held = bulk.transaction(async (sql) => {
    const [row] = await sql.query("SELECT pg_backend_pid() AS pid", []);
    const admin = new pg.Client({ connectionString: database.adminUrl });
    await admin.connect();
    await admin.query("SELECT pg_terminate_backend($1)", [(row as { pid: number }).pid]);
    await admin.end();
    // Nobody waits for an answer when the end arrives: an error event without a listener would end the process.
    await new Promise((resolve) => setTimeout(resolve, 300));
    return sql.query("SELECT 1", []);
  });
  const error = await held.catch((reason: unknown) => reason);
  expect(isDatabaseUnavailable(error)).toBe(true);
  expect(await bulk.query("SELECT 1 AS one", [])).toEqual([{ one: 1 }]);
});

it("gives a lock to one caller at a time", async () => {
  const inner = await bulk.withLock("repository:1", () => bulk.withLock("repository:1", async () => "twice"));
  expect(inner).toBeUndefined();
  expect(await bulk.withLock("repository:1", async () => "again")).toBe("again");
});

it("says whether the database is there", async () => {
  expect(await databaseHealth()).toEqual({ database: "ok", migrations: "ok" });
});

it("tells a database that is away from a wrong query", async () => {
  const gone = new pg.Client({ connectionString: "postgresql://x@localhost/x?host=/nowhere" });
  const away = await gone.connect().catch((error: unknown) => error);
  expect(isDatabaseUnavailable(away)).toBe(true);
  expect(isDatabaseUnavailable(new Error("outer", { cause: away }))).toBe(true);
  const wrong = await bulk.query("SELECT nothing").catch((error: unknown) => error);
  expect(isDatabaseUnavailable(wrong)).toBe(false);
  const conflict = await db()
    .setting.create({ data: { key: "x", value: 1 } })
    .then(() => db().setting.create({ data: { key: "x", value: 1 } }))
    .catch((error: unknown) => error);
  expect(conflict).toBeInstanceOf(Error);
  expect(isDatabaseUnavailable(conflict)).toBe(false);
});
