import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import pg from "pg";
import { appRole, ownerRole } from "./bootstrap.ts";
import { closeDatabase } from "./client.ts";
import { closeLive } from "./live.ts";

/** The migrated database that tests' databases are copied from. */
export const templateDatabase = "longshore_template";

const root = join(import.meta.dirname, "../..");

export interface TestPostgres {
  /** Superuser's address of the `postgres` database; other addresses derive from it. */
  readonly adminUrl: string;
  readonly ownerUrl: string;
  readonly appUrl: string;
  stop(): Promise<void>;
}

function urlFor(adminUrl: string, database: string, role: string): string {
  const url = new URL(adminUrl);
  url.username = role;
  url.pathname = `/${database}`;
  return url.href;
}

/**
 * One Postgres of its own with the migrated template database, in a process that ends with this one, however this one
 * ends. A whole test run shares one: its starter hands `adminUrl` on as LONGSHORE_TEST_POSTGRES_URL.
 */
export async function startTestPostgres(): Promise<TestPostgres> {
  const node = join(root, "node_modules/.bin/node");
  const child: ChildProcess = spawn(node, [join(root, "scripts/lib/test-postgres.mjs")], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const adminUrl = await new Promise<string>((resolve, reject) => {
    let text = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      const end = text.indexOf("\n");
      if (end >= 0) resolve((JSON.parse(text.slice(0, end)) as { adminUrl: string }).adminUrl);
    });
    child.once("exit", (code) =>
      reject(new Error(`The test Postgres ended with ${code} before it was ready.`)),
    );
  });
  // Neither the process nor its pipes keep the tests alive; closing our end of its stdin is what ends it.
  child.unref();
  for (const pipe of [child.stdin, child.stdout]) (pipe as unknown as { unref?(): void } | null)?.unref?.();
  return {
    adminUrl,
    ownerUrl: urlFor(adminUrl, templateDatabase, ownerRole),
    appUrl: urlFor(adminUrl, templateDatabase, appRole),
    stop: () =>
      new Promise((resolve) => {
        if (child.exitCode !== null) return resolve();
        child.ref();
        child.once("exit", () => resolve());
        child.stdin?.end();
      }),
  };
}

let own: Promise<TestPostgres> | undefined;

async function serverUrl(): Promise<string> {
  const given = process.env.LONGSHORE_TEST_POSTGRES_URL;
  if (given) return given;
  own ??= startTestPostgres();
  return (await own).adminUrl;
}

export interface TestDatabase {
  readonly name: string;
  readonly adminUrl: string;
  readonly ownerUrl: string;
  readonly appUrl: string;
  /** Drops it, ending whoever is still connected. */
  drop(): Promise<void>;
}

async function admin<T>(adminUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/**
 * A fresh database of its own, migrated, in some ten milliseconds. With `empty` there is nothing in it, for tests of
 * the migrations themselves. Without LONGSHORE_TEST_POSTGRES_URL (one file run by hand) a server is started first.
 */
export async function createTestDatabase({ empty = false } = {}): Promise<TestDatabase> {
  const server = await serverUrl();
  const name = `test_${randomBytes(8).toString("hex")}`;
  await admin(server, async (client) => {
    const template = empty ? "template1" : templateDatabase;
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${template} OWNER ${ownerRole} STRATEGY FILE_COPY`);
    await client.query(`GRANT CONNECT ON DATABASE ${name} TO ${appRole}`);
  });
  return {
    name,
    adminUrl: urlFor(server, name, "postgres"),
    ownerUrl: urlFor(server, name, ownerRole),
    appUrl: urlFor(server, name, appRole),
    drop: () =>
      admin(
        server,
        async (client) => void (await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)),
      ),
  };
}

/**
 * A fresh database that `db()`, `bulk`, `notify` and `subscribe` of this process use from now on, as the application's
 * role. Call in `beforeAll`; `close` in `afterAll`.
 */
export async function openTestDatabase(): Promise<TestDatabase & { close(): Promise<void> }> {
  await closeLive();
  await closeDatabase();
  const database = await createTestDatabase();
  process.env.DATABASE_URL = database.appUrl;
  return {
    ...database,
    close: async () => {
      await closeLive();
      await closeDatabase();
      await database.drop();
    },
  };
}
