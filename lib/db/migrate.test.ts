import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { PgBoss } from "pg-boss";
import { afterEach, beforeEach, expect, it } from "vitest";
import { appRole } from "./bootstrap.ts";
import { migrate } from "./migrate.ts";
import { readMigrations } from "./migrations.ts";
import { createTestDatabase, type TestDatabase } from "./testing.ts";

const root = join(import.meta.dirname, "../..");
const names = readMigrations(root).map(({ name }) => name);
let database: TestDatabase;

beforeEach(async () => {
  database = await createTestDatabase({ empty: true });
});
afterEach(() => database.drop());

async function as<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

it("applies everything once, and nothing the second time", async () => {
  const options = { root, ownerUrl: database.ownerUrl, appRole };
  expect(await migrate(options)).toEqual(names);
  expect(await migrate(options)).toEqual([]);
});

it("lets several instances start together", async () => {
  const options = { root, ownerUrl: database.ownerUrl, appRole };
  const runs = await Promise.all([migrate(options), migrate(options), migrate(options)]);
  expect(runs.flat()).toEqual(names);
});

it("leaves nothing of a migration that fails, and applies its repaired version", async () => {
  const copy = mkdtempSync(join(tmpdir(), "longshore-migrate-"));
  try {
    cpSync(join(root, "prisma/migrations"), join(copy, "prisma/migrations"), { recursive: true });
    const broken = join(copy, "prisma/migrations/9999_broken");
    mkdirSync(broken);
    const file = join(broken, "migration.sql");
    writeFileSync(file, `CREATE TABLE "Half" (id int);\nSELECT 1 / 0;`);
    const options = { root: copy, ownerUrl: database.ownerUrl, appRole };
    await expect(migrate(options)).rejects.toThrow(/9999_broken/);
    const half = await as(database.ownerUrl, (client) =>
      client.query(`SELECT to_regclass('"Half"') AS name`),
    );
    expect(half.rows[0].name).toBeNull();

    writeFileSync(file, `CREATE TABLE "Half" (id int);`);
    expect(await migrate(options)).toEqual(["9999_broken"]);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
});

it("makes the queue's tables so that the application's role can work with them", async () => {
  await migrate({ root, ownerUrl: database.ownerUrl, appRole });
  const boss = new PgBoss({
    connectionString: database.appUrl,
    migrate: false,
    schedule: false,
    supervise: false,
  });
  await boss.start();
  try {
    await boss.createQueue("pull");
    const id = await boss.send("pull", { image: "alpine" });
    const [job] = await boss.fetch<{ image: string }>("pull", { batchSize: 1 });
    expect(job).toMatchObject({ id, data: { image: "alpine" } });
    await boss.complete("pull", id ?? "");
  } finally {
    await boss.stop({ graceful: false });
  }
});

it("sorts and folds Chinese, accents and capitals by Unicode", async () => {
  const { rows } = await as(database.ownerUrl, (client) =>
    client.query(
      `SELECT upper('é') AS upper, '镜像' ~ '^\\w+$' AS word, current_setting('server_encoding') AS encoding`,
    ),
  );
  expect(rows[0]).toEqual({ upper: "É", word: true, encoding: "UTF8" });
});
