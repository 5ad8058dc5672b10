import { afterAll, beforeAll, expect, it } from "vitest";
import {
  findRepository,
  markTagsGone,
  resolveTags,
  storeEvents,
  upsertRepositories,
  upsertTags,
} from "#lib/catalog/index.ts";
import { bulk } from "#lib/db/index.ts";
import { openTestDatabase, type TestDatabase } from "#lib/db/testing.ts";
import { executeRead } from "#lib/operations/index.ts";
import { actorOf, storedRegistry } from "../repositories/testing.ts";
import { listRecent } from "./index.ts";

let database: TestDatabase & { close(): Promise<void> };
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const [before, after] = ["a", "b"].map((letter) => `sha256:${letter.repeat(64)}`) as [string, string];

it("puts what registries told and what re-checks found in one line, the newest first", async () => {
  const [telling, silent] = [
    await storedRegistry("http://127.0.0.1:1", "telling"),
    await storedRegistry("http://127.0.0.1:2", "silent"),
  ];
  await upsertRepositories(bulk, silent, ["team/api"]);
  const repository = await findRepository(bulk, silent, "team/api");
  if (!repository) throw new Error("no repository");
  await upsertTags(bulk, repository.id, ["1.0", "old"]);
  const all = (digest: string) => ["1.0", "old"].map((name) => ({ name, digest, error: null }));
  await resolveTags(bulk, repository.id, all(before));
  await resolveTags(bulk, repository.id, all(after).slice(0, 1));
  await markTagsGone(bulk, repository.id, { only: ["old"] });
  const event = { digest: after, address: null, userAgent: null, actor: "ada", repository: "team/web" };
  await storeEvents(bulk, telling, [
    { ...event, id: "1", kind: "push", tag: "2.0", at: new Date(Date.now() - 60_000) },
    { ...event, id: "2", kind: "pull", tag: null, at: new Date(Date.now() + 60_000) },
  ]);
  // Told of, and found as well: one line.
  await bulk.query(
    `INSERT INTO "TagMove" ("repositoryId", "tag", "toDigest", "seenBy") VALUES ($1, 'told', $2, 'event')`,
    [repository.id, after],
  );

  const result = await executeRead(listRecent, actorOf("viewer"), async () => ({}));
  if (!result.ok) throw new Error(result.error.code);
  const lines = result.data.map(({ kind, registry, tag, actor }) => [kind, registry, tag, actor]);
  expect(lines).toEqual([
    ["pull", "telling", null, "ada"],
    ["gone", "silent", "old", null],
    ["moved", "silent", "1.0", null],
    ["push", "telling", "2.0", "ada"],
  ]);
});
