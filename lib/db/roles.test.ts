import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "./testing.ts";

let database: TestDatabase;
let app: pg.Client;
let owner: pg.Client;

const insert = `INSERT INTO "AuditEvent" ("operationId", phase, outcome, action, "actorName")
  VALUES ($1, 'single', 'done', 'session.signIn', 'ada') RETURNING id`;

beforeAll(async () => {
  database = await createTestDatabase();
  app = new pg.Client({ connectionString: database.appUrl });
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await app.connect();
  await owner.connect();
  await app.query(insert, [randomUUID()]);
});

afterAll(async () => {
  await app.end();
  await owner.end();
  await database.drop();
});

const changes = [
  `UPDATE "AuditEvent" SET "actorName" = 'eve'`,
  `DELETE FROM "AuditEvent"`,
  `TRUNCATE "AuditEvent"`,
  `TRUNCATE "AuditEvent" CASCADE`,
];
const escapes = [
  `ALTER TABLE "AuditEvent" DISABLE TRIGGER ALL`,
  `ALTER TABLE "AuditEvent" DROP COLUMN "actorName"`,
  `DROP TABLE "AuditEvent"`,
  `DROP TRIGGER audit_event_append_only ON "AuditEvent"`,
  `CREATE OR REPLACE FUNCTION longshore_refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'`,
  `SELECT setval(pg_get_serial_sequence('"AuditEvent"', 'id'), 1)`,
  `SET session_replication_role = replica`,
  `SET ROLE longshore_owner`,
  `UPDATE "_prisma_migrations" SET checksum = ''`,
  "CREATE TABLE elsewhere (id int)",
];

describe("the application's role", () => {
  it("appends to the audit log and reads it", async () => {
    await app.query(insert, [randomUUID()]);
    const { rowCount } = await app.query(`SELECT * FROM "AuditEvent"`);
    expect(rowCount).toBeGreaterThanOrEqual(2);
  });

  it.each([...changes, ...escapes])("is refused: %s", async (statement) => {
    await expect(app.query(statement)).rejects.toMatchObject({ code: "42501" });
  });

  it("has no right to change events even where no trigger stands", async () => {
    const { rows } = await app.query<{ right: string; held: boolean }>(
      `SELECT "right", has_table_privilege(current_user, '"AuditEvent"', "right") AS held
       FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) AS "right"`,
    );
    expect(rows.filter(({ held }) => held).map(({ right }) => right)).toEqual(["SELECT", "INSERT"]);
  });

  it("cannot grant itself more", async () => {
    // No error in Postgres, only a warning: what counts is what holds afterwards.
    await app.query(`GRANT UPDATE ON "AuditEvent" TO longshore_app`);
    const { rows } = await app.query(
      `SELECT has_table_privilege('longshore_app', '"AuditEvent"', 'UPDATE, DELETE, TRUNCATE, TRIGGER, REFERENCES') AS any`,
    );
    expect(rows[0].any).toBe(false);
  });

  it("changes ordinary tables", async () => {
    await app.query(`INSERT INTO "Setting" (key, value, "updatedAt") VALUES ('a', '1', now())`);
    await app.query(`UPDATE "Setting" SET value = '2' WHERE key = 'a'`);
    const { rowCount } = await app.query(`DELETE FROM "Setting" WHERE key = 'a'`);
    expect(rowCount).toBe(1);
  });

  it("may use tables that a later migration makes", async () => {
    await owner.query(`CREATE TABLE "Later" (id bigserial PRIMARY KEY, name text)`);
    await app.query(`INSERT INTO "Later" (name) VALUES ('x')`);
    await app.query(`UPDATE "Later" SET name = 'y'`);
    const { rowCount } = await app.query(`DELETE FROM "Later"`);
    expect(rowCount).toBe(1);
  });
});

describe("a database with one role for everything", () => {
  it.each(changes)("is kept from changing events by the trigger: %s", async (statement) => {
    await expect(owner.query(statement)).rejects.toMatchObject({
      code: "42501",
      message: expect.stringContaining("append-only"),
    });
  });
});
