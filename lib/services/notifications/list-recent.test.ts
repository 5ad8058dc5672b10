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

const [before, after, part, other] = ["a", "b", "c", "d"].map((letter) => `sha256:${letter.repeat(64)}`) as [
  string,
  string,
  string,
  string,
];

const event = {
  address: "10.0.0.9",
  userAgent: "docker/27",
  digest: null,
  actor: "ada",
  repository: "team/web",
};
const ago = (seconds: number) => new Date(Date.now() - seconds * 1000);

async function indexed(registryId: string, name: string, tags: readonly string[]) {
  await upsertRepositories(bulk, registryId, [name]);
  const repository = await findRepository(bulk, registryId, name);
  if (!repository) throw new Error("no repository");
  await upsertTags(bulk, repository.id, tags);
  await resolveTags(
    bulk,
    repository.id,
    tags.map((tag) => ({ name: tag, digest: before, error: null })),
  );
  return repository.id;
}

async function recent(limits: { changes?: number; pulls?: number } = {}) {
  const result = await executeRead(listRecent, actorOf("viewer"), async () => limits);
  if (!result.ok) throw new Error(result.error.code);
  return result.data;
}

it("puts what registries told and what re-checks found in one line, the newest first", async () => {
  const telling = await storedRegistry("http://127.0.0.1:1", "telling");
  const silent = await storedRegistry("http://127.0.0.1:2", "silent");
  const id = await indexed(silent, "team/api", ["1.0", "old"]);
  await resolveTags(bulk, id, [{ name: "1.0", digest: after, error: null }]);
  await markTagsGone(bulk, id, { only: ["old"] });
  await storeEvents(bulk, telling, [
    { ...event, id: "1", kind: "push", tag: "2.0", digest: after, at: ago(60) },
    ...Array.from({ length: 40 }, (_, index) => ({
      ...event,
      id: `pull ${index}`,
      kind: "pull" as const,
      tag: "2.0",
      at: ago(index / 10),
    })),
  ]);
  // Told of, and found as well: one line.
  await bulk.query(
    `INSERT INTO "TagMove" ("repositoryId", "tag", "toDigest", "seenBy") VALUES ($1, 'told', $2, 'event')`,
    [id, after],
  );

  const lines = (await recent()).changes.map(({ kind, registry, tag, actor, page }) => [
    kind,
    registry,
    tag,
    actor,
    page,
  ]);
  expect(lines).toEqual([
    ["gone", "silent", "old", null, "tag"],
    ["moved", "silent", "1.0", null, "tag"],
    ["push", "telling", "2.0", "ada", null],
  ]);
});

it("tells a deletion once, by the tags that went, whoever saw it first", async () => {
  const registryId = await storedRegistry("http://127.0.0.1:3", "deleting");
  const id = await indexed(registryId, "team/gone", ["a", "b", "c"]);
  await resolveTags(bulk, id, [{ name: "c", digest: after, error: null, told: { actor: "ada" } }]);
  // Of two tags on one digest the re-check saw one go, and was told of the other.
  await markTagsGone(bulk, id, { only: ["a"] });
  await markTagsGone(
    bulk,
    id,
    { only: ["b", "c"] },
    new Map([
      ["b", { actor: "ada" }],
      ["c", { actor: "ada" }],
    ]),
  );
  await storeEvents(bulk, registryId, [
    { ...event, id: "1", repository: "team/gone", kind: "delete", tag: null, digest: before, at: ago(1) },
    { ...event, id: "2", repository: "team/gone", kind: "delete", tag: "c", at: ago(2) },
    { ...event, id: "3", repository: "team/gone", kind: "delete", tag: null, digest: other, at: ago(3) },
  ]);
  const lines = (await recent({ changes: 50 })).changes.filter(({ registry }) => registry === "deleting");
  expect(lines.map(({ kind, tag, count, actor, page }) => [kind, tag, count, actor, page])).toEqual([
    ["delete", "a", 3, "ada", "activity"],
    ["delete", null, 1, "ada", "repository"],
  ]);
});

it("tells many changes at once in one line, and leaves the others their place", async () => {
  const registryId = await storedRegistry("http://127.0.0.1:6", "crowded");
  const tags = Array.from({ length: 37 }, (_, at) => `old-${at}`);
  const id = await indexed(registryId, "team/many", tags);
  const one = await indexed(registryId, "team/one", ["1.0"]);
  await markTagsGone(bulk, id, { only: tags });
  const push = { ...event, kind: "push" as const, repository: "team/one" };
  // One every eight minutes, then none for eleven; two of them of the same tag, and one by somebody else.
  const told = [
    { tag: "1.3", at: 100 },
    { tag: "1.2", at: 580 },
    { tag: "1.2", at: 1060 },
    { tag: "1.1", at: 1720 },
    { tag: "1.0", at: 101, actor: "bo" },
    { tag: "1.1", at: 102, actor: "bo" },
  ];
  await storeEvents(
    bulk,
    registryId,
    told.map(({ at, ...tag }, index) => ({ ...push, ...tag, id: `${index}`, digest: other, at: ago(at) })),
  );
  // A re-check found what was told a minute before.
  await bulk.query(
    `INSERT INTO "TagMove" ("repositoryId", "tag", "fromDigest", "toDigest") VALUES ($1, '1.0', $2, $3)`,
    [one, before, other],
  );
  const seen = async () =>
    (await recent({ changes: 50 })).changes
      .filter(({ registry }) => registry === "crowded")
      .map(({ kind, tag, count, more, actor, page }) => [kind, tag, count, more, actor, page]);
  const pushes = [
    ["push", "1.3", 2, false, "ada", "activity"],
    ["push", "1.0", 1, false, "bo", "tag"],
    ["push", "1.1", 1, false, "bo", "repository"],
    ["push", "1.1", 1, false, "ada", "repository"],
  ];
  expect(await seen()).toEqual([["gone", "old-0", 37, false, null, "repository"], ...pushes]);

  // As many as are looked through, and one more.
  await bulk.query(
    `INSERT INTO "TagMove" ("repositoryId", "tag", "fromDigest") SELECT $1, 'older-' || i, $2 FROM generate_series(1, 501) i`,
    [id, before],
  );
  expect(await seen()).toEqual([["gone", expect.any(String), 500, true, null, "repository"], ...pushes]);
});

it("leaves out what was pushed as a part of an index", async () => {
  const registryId = await storedRegistry("http://127.0.0.1:4", "building");
  await bulk.query(
    `INSERT INTO "Manifest" ("digest", "mediaType", "kind", "raw", "rawSize") VALUES ($1, 'x', 'index', '', 0)`,
    [after],
  );
  await bulk.query(
    `INSERT INTO "ManifestChild" ("parentDigest", "position", "childDigest", "mediaType", "size", "role")
     VALUES ($1, 0, $2, 'x', 1, 'platform')`,
    [after, part],
  );
  await storeEvents(bulk, registryId, [
    { ...event, id: "1", kind: "push", tag: null, digest: part, at: ago(2) },
    { ...event, id: "2", kind: "push", tag: null, digest: other, at: ago(2) },
    { ...event, id: "3", kind: "push", tag: "multi", digest: after, at: ago(1) },
  ]);
  const lines = (await recent({ changes: 50 })).changes.filter(({ registry }) => registry === "building");
  expect(lines.map(({ tag, digest }) => tag ?? digest)).toEqual(["multi", other]);
});

it("tells of a tag's pulls once, with how many and who was the last", async () => {
  const registryId = await storedRegistry("http://127.0.0.1:5", "pulled");
  await indexed(registryId, "team/web", ["1.0", "2.0"]);
  const pull = { ...event, kind: "pull" as const };
  await storeEvents(bulk, registryId, [
    { ...pull, id: "1", tag: "1.0", actor: "ada", at: ago(100) },
    { ...pull, id: "2", tag: "2.0", actor: "bo", at: ago(90) },
    { ...pull, id: "3", tag: "1.0", actor: "cy", at: ago(80) },
    // What a client asks by digest right after a tag is that pull; later it is one of its own.
    { ...pull, id: "4", tag: null, digest: before, actor: "cy", at: ago(79) },
    { ...pull, id: "5", tag: null, digest: after, actor: "di", at: ago(10) },
    { ...pull, id: "6", repository: "team/unknown", tag: "x", actor: null, at: ago(5) },
    { ...pull, id: "7", kind: "push", tag: "3.0", at: ago(1) },
  ]);
  const { pulls } = await recent({ pulls: 50 });
  const lines = pulls
    .filter(({ registry }) => registry === "pulled")
    .map(({ repository, tag, pulls: count, actor, page }) => [`${repository}:${tag}`, count, actor, page]);
  expect(lines).toEqual([
    ["team/unknown:x", null, null, null],
    ["team/web:null", 1, "di", "repository"],
    ["team/web:1.0", 2, "cy", "tag"],
    ["team/web:2.0", 1, "bo", "tag"],
  ]);
});
