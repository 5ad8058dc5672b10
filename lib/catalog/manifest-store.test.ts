import { afterAll, beforeAll, expect, it } from "vitest";
import { bulk } from "#lib/db/index.ts";
import { openTestDatabase, type TestDatabase } from "#lib/db/testing.ts";
import { incompleteManifests, linkManifests } from "./manifest-store.ts";
import type { Queryable, RepositoryId } from "./sql.ts";

let database: TestDatabase & { close(): Promise<void> };
beforeAll(async () => {
  database = await openTestDatabase();
  await bulk.query(
    `INSERT INTO "Manifest" ("digest", "mediaType", "kind", "raw", "rawSize", "platforms", "annotations")
     SELECT 'sha256:' || i, 'application/vnd.oci.image.index.v1+json', 'index', '', 0, '{}', '{}' FROM generate_series(1, 10000) AS i`,
  );
  await bulk.query(
    `INSERT INTO "ManifestChild" ("parentDigest", "position", "childDigest", "mediaType", "size", "role")
     SELECT 'sha256:' || i, 0, 'sha256:' || i + 1, 'application/vnd.oci.image.index.v1+json', 1, 'platform' FROM generate_series(1, 10000) AS i`,
  );
});
afterAll(() => database.close());

/** The plan for what `ask` asks. */
async function planOf(ask: (db: Queryable) => Promise<unknown>): Promise<string> {
  const lines: string[] = [];
  const explain: Queryable["query"] = async (text, values) => {
    const rows = await bulk.query<{ "QUERY PLAN": string }>(`EXPLAIN ${text}`, values);
    lines.push(...rows.map((row) => row["QUERY PLAN"]));
    return [];
  };
  await ask({ query: explain, lookUp: explain });
  return lines.join("\n");
}

const digests = Array.from({ length: 100 }, (_, at) => `sha256:new-${at}`);

it.each([
  ["what is missing of a batch", (db: Queryable) => incompleteManifests(db, digests, 1)],
  ["that a repository holds a batch", (db: Queryable) => linkManifests(db, 1n as RepositoryId, digests)],
])("finds %s without reading whole tables, before they are analyzed and after", async (_, ask) => {
  expect(await planOf(ask)).not.toContain("Seq Scan");
  await bulk.query(`ANALYZE "Manifest", "ManifestChild"`);
  expect(await planOf(ask)).not.toContain("Seq Scan");
});
