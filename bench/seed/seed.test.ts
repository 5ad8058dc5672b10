import { afterAll, beforeAll, expect, it } from "vitest";
import { listTags, search, tagSortKey } from "#lib/catalog/index.ts";
import { bulk } from "#lib/db/index.ts";
import { openTestDatabase, type TestDatabase } from "#lib/db/testing.ts";
import { parseImageConfig, parseManifest } from "#lib/registry/index.ts";
import { seedIndex } from "./seed.ts";

let database: TestDatabase & { close(): Promise<void> };
beforeAll(async () => {
  database = await openTestDatabase();
  await seedIndex(database.ownerUrl, 2000);
});
afterAll(() => database.close());

it("is an index as syncing would leave it: every tag leads to bytes that can be read, in version order", async () => {
  const [row] = await bulk.query<{ id: bigint }>(
    `SELECT "id" FROM "Repository" WHERE "name" = 'platform/monorepo'`,
  );
  const repositoryId = row?.id ?? 0n;
  const page = await listTags(bulk, { repositoryId, sort: "size", direction: "desc", limit: 200 });
  expect(page.count).toBe(1000);
  const sizes = page.items.map(({ totalBytes }) => totalBytes ?? Number.NaN);
  expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
  const stored = await bulk.query<{
    name: string;
    sortKey: string;
    raw: Buffer;
    mediaType: string;
    config: Buffer | null;
  }>(
    `SELECT t."name", t."sortKey", m."raw", m."mediaType", c."raw" AS config FROM "Tag" t JOIN "Manifest" m ON m."digest" = t."digest"
       LEFT JOIN "ConfigBlob" c ON c."digest" = m."configDigest" WHERE t."repositoryId" = $1 LIMIT 50`,
    [repositoryId],
  );
  expect(stored).toHaveLength(50);
  for (const { name, sortKey, raw, mediaType, config } of stored) {
    expect(sortKey).toBe(tagSortKey(name));
    expect(["image", "index"]).toContain(parseManifest(raw, mediaType).kind);
    if (config) expect(parseImageConfig(config).platform.os).toBe("linux");
  }
  const { labels, bases } = await search(bulk, "com.example.team=platform", 8);
  expect([labels.length, bases.length]).toEqual([2, 0]);
  const told = await bulk.query(
    `SELECT m."digest" FROM "Manifest" m JOIN "ConfigBlob" c ON c."digest" = m."configDigest"
     WHERE (SELECT jsonb_object_agg("key", "value") FROM "imageLabels"(c."raw", m."annotations"))
       IS DISTINCT FROM (SELECT jsonb_object_agg(l."key", l."value") FROM "ManifestLabel" l WHERE l."manifestDigest" = m."digest")`,
  );
  expect(told).toEqual([]);
  const { repositories } = await search(bulk, "platform/gatewya", 8);
  expect(repositories.map(({ name }) => name)).toEqual(["platform/gateway"]);
});
