import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from "vitest";
import { appRole } from "./bootstrap.ts";
import { migrate } from "./migrate.ts";
import { commitsByItself, concurrentIndex, type Migration, readMigrations } from "./migrations.ts";
import { createTestDatabase, type TestDatabase } from "./testing.ts";

const root = join(import.meta.dirname, "../..");
const migrations = readMigrations(root);
/** Of a million rows, or written all the time. */
const large = ["Tag", "Manifest", "ManifestBlob", "ManifestChild", "ManifestLabel", "ConfigBlob"];
large.push(
  "Repository",
  "RepositoryManifest",
  "TagMove",
  "RegistryEvent",
  "PullCount",
  "AuditEvent",
  "Job",
  "JobLogLine",
);

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase({ empty: true });
});
afterEach(() => database.drop());

async function connected(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: database.ownerUrl });
  // The database is dropped under it where a test fails.
  client.on("error", () => undefined);
  await client.connect();
  onTestFinished(() => client.end().catch(() => undefined));
  return client;
}

interface Held {
  readonly table: string;
  readonly file: number;
  /** Rows and index entries this transaction has read or written in it, and scans begun. */
  readonly touched: number;
  /** Whether this transaction keeps writers or readers out of it. */
  readonly locked: boolean;
}
async function held(client: pg.Client): Promise<Map<string, Held>> {
  const { rows } = await client.query<Held>(
    `SELECT c.relname AS "table", pg_relation_filenode(c.oid)::int AS file,
       (s.seq_scan + coalesce(s.idx_scan, 0) + s.n_tup_ins + s.n_tup_upd + s.n_tup_del)::int AS touched,
       EXISTS (SELECT FROM pg_locks l WHERE l.relation = c.oid AND l.pid = pg_backend_pid() AND l.granted
         AND l.mode IN ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')) AS locked
     FROM pg_class c JOIN pg_stat_xact_user_tables s ON s.relid = c.oid WHERE c.relname = ANY($1)`,
    [large],
  );
  return new Map(rows.map((row) => [row.table, row]));
}

/**
 * Runs a script in a transaction, ends it so, and returns the large tables it kept others from while it worked there, or whose
 * file it wrote anew: for as long as that takes at a million rows, nobody would get on.
 */
async function keptOut(client: pg.Client, script: string, end: "COMMIT" | "ROLLBACK"): Promise<string[]> {
  await client.query("BEGIN");
  const before = await held(client);
  await client.query(script);
  const after = await held(client);
  await client.query(end);
  return [...before.values()].flatMap(({ table, file, touched }) => {
    const now = after.get(table);
    if (!now) return [];
    return now.file !== file || (now.locked && now.touched > touched) ? [table] : [];
  });
}

/** Statements that a table of a million rows feels, and one it does not. */
const others: readonly (readonly [script: string, kept: readonly string[]])[] = [
  [`CREATE INDEX ON "Tag" ("checkedAt")`, ["Tag"]],
  [`ALTER TABLE "Tag" ADD COLUMN "x" uuid DEFAULT gen_random_uuid()`, ["Tag"]],
  [`ALTER TABLE "Tag" ALTER COLUMN "digest" SET NOT NULL`, ["Tag"]],
  [`ALTER TABLE "Tag" ADD CHECK ("name" <> '')`, ["Tag"]],
  [`ALTER TABLE "Manifest" ALTER COLUMN "rawSize" TYPE bigint`, ["Manifest"]],
  [`ALTER TABLE "TagMove" ADD FOREIGN KEY ("repositoryId") REFERENCES "Repository"("id")`, ["TagMove"]],
  [
    `CREATE TRIGGER t BEFORE UPDATE ON "Tag" FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
     UPDATE "Tag" SET "error" = NULL`,
    ["Tag"],
  ],
  [`TRUNCATE "RegistryEvent"`, ["RegistryEvent"]],
  [`ALTER TABLE "Tag" ADD COLUMN "x" text NOT NULL DEFAULT ''`, []],
  [`CREATE TABLE "New" ("repositoryId" BIGINT REFERENCES "Repository"("id"))`, []],
];

it("no migration works in a large table while it keeps others out of it", async () => {
  const client = await connected();
  for (const { name, script } of migrations) {
    if (!commitsByItself(script)) expect(await keptOut(client, script, "COMMIT"), name).toEqual([]);
    // Postgres itself refuses these beside other statements; batches commit where they stand.
    else await client.query(script);
  }
  for (const [script, kept] of others) {
    expect(await keptOut(client, script, "ROLLBACK"), script).toEqual(kept);
  }
});

/** A checkout with these migrations and one more. */
function checkout(
  first: readonly Migration[],
  ...more: readonly (readonly [name: string, script: string])[]
): string {
  const folder = mkdtempSync(join(tmpdir(), "longshore-online-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const into = join(folder, "prisma/migrations");
  mkdirSync(into, { recursive: true });
  for (const { name } of first)
    cpSync(join(root, "prisma/migrations", name), join(into, name), { recursive: true });
  for (const [name, script] of more) {
    mkdirSync(join(into, name));
    writeFileSync(join(into, name, "migration.sql"), script);
  }
  return folder;
}
const options = (from: string) => ({ root: from, ownerUrl: database.ownerUrl, appRole });

it("a migration waits for a long reader without making others wait, says so, and is applied when that one is through", async () => {
  await migrate(options(root));
  const told = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  onTestFinished(() => told.mockRestore());
  const [reader, other] = [await connected(), await connected()];
  await reader.query(`BEGIN; SELECT count(*) FROM "Tag"`);
  let done = false;
  const more = [
    "9999_late",
    `CREATE TABLE "Late" (id int);\nALTER TABLE "Tag" ADD COLUMN "late" text;`,
  ] as const;
  const migrating = migrate(options(checkout(migrations, more))).finally(() => {
    done = true;
  });
  const waiting = async () => {
    const { rows } = await other.query(
      `SELECT FROM pg_locks WHERE relation = '"Tag"'::regclass AND mode = 'AccessExclusiveLock' AND NOT granted`,
    );
    return rows.length;
  };
  // Twice in line, and out of it again in between.
  for (const length of [1, 0, 1]) {
    await expect.poll(waiting, { interval: 5, timeout: 20_000 }).toBe(length);
    // Behind it: answered while the long reader still reads.
    await other.query(`SELECT count(*) FROM "Tag"`);
  }
  expect(done).toBe(false);
  await reader.query("COMMIT");
  expect(await migrating).toEqual(["9999_late"]);
  const lines = told.mock.calls.filter(([text]) => String(text).startsWith("Waiting for a table"));
  expect(lines).toHaveLength(1);
});

it("killed while it makes an index, the next start makes it again", async () => {
  const until = migrations.findIndex(({ script }) => concurrentIndex(script));
  const index = concurrentIndex(migrations[until]?.script ?? "");
  await migrate(options(checkout(migrations.slice(0, until))));
  const [reader, other] = [await connected(), await connected()];
  // The index waits for whoever may still see the table without it.
  await reader.query(`BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM "Tag"`);
  const program = `import { migrate } from ${JSON.stringify(join(root, "lib/db/migrate.ts"))};
    await migrate(${JSON.stringify(options(root))});`;
  const child = spawn(
    join(root, "node_modules/.bin/node"),
    ["--import", join(root, "scripts/hooks.mjs"), "--input-type=module", "-e", program],
    { stdio: "ignore" },
  );
  onTestFinished(() => void child.kill("SIGKILL"));
  const state = async () => {
    const { rows } = await other.query(
      `SELECT i.indisvalid AS valid FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE c.relname = $1`,
      [index],
    );
    return rows[0]?.valid;
  };
  await expect.poll(state, { timeout: 20_000 }).toBe(false);
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  await gone;
  await reader.query("COMMIT");
  expect(await migrate(options(root))).toEqual(migrations.slice(until).map(({ name }) => name));
  expect(await state()).toBe(true);
});
