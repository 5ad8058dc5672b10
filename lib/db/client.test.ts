import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { bulk } from "./index.ts";
import { openTestDatabase } from "./testing.ts";

let database: Awaited<ReturnType<typeof openTestDatabase>>;

beforeAll(async () => {
  database = await openTestDatabase();
});

afterAll(() => database.close());

it("has no query compiled, whatever the server does by itself", async () => {
  const admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  await admin.query(`ALTER DATABASE ${database.name} SET jit = on`);
  await admin.end();
  expect(await bulk.query("SHOW jit")).toEqual([{ jit: "off" }]);
});

it("prepares a look-up once on its connection, and no other statement", async () => {
  const prepared = await bulk.transaction(async (sql) => {
    for (const value of [1, 2, 3])
      expect(await sql.lookUp("SELECT $1::int4 AS value", [value])).toEqual([{ value }]);
    await sql.query("SELECT $1::int4 AS other", [1]);
    return sql.query(
      `SELECT "statement", "generic_plans" + "custom_plans" AS "runs" FROM pg_prepared_statements`,
    );
  });
  expect(prepared).toEqual([{ statement: "SELECT $1::int4 AS value", runs: 3n }]);
});
