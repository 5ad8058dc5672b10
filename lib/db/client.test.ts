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
