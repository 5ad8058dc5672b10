import { afterAll, beforeAll, expect, it } from "vitest";
import { bulk } from "#lib/db/index.ts";
import { openTestDatabase, type TestDatabase } from "#lib/db/testing.ts";
import { byteaArray } from "./bytea-array.ts";

let database: TestDatabase & { close(): Promise<void> };
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

it.each([
  ["none", []],
  ["an empty one", [""]],
  ["bytes that mean something in text", ["\\x00", "{}", '"', "NULL", "\0\xff"]],
])("brings %s to Postgres as they are", async (_, texts) => {
  const items = texts.map((text) => Buffer.from(text, "latin1"));
  const rows = await bulk.query<{ item: Buffer }>("SELECT unnest($1::bytea[]) AS item", [byteaArray(items)]);
  expect(rows.map(({ item }) => item.toString("latin1"))).toEqual(texts);
});
