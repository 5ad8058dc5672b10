import { createHash, randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  completeRepositoryIndex,
  findRepository,
  linkManifests,
  type ManifestRecord,
  measureStorage,
  resolveTags,
  settleIndexes,
  storeManifests,
  upsertRepositories,
  upsertTags,
} from "#lib/catalog/index.ts";
import { bulk } from "#lib/db/index.ts";
import { openTestDatabase, type TestDatabase } from "#lib/db/testing.ts";
import { executeRead } from "#lib/operations/index.ts";
import { actorOf, storedRegistry } from "../repositories/testing.ts";
import { getStorage, startMeasuring } from "./index.ts";

let database: TestDatabase & { close(): Promise<void> };
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const digestOf = (text: string) => `sha256:${createHash("sha256").update(text).digest("hex")}`;

/** A manifest of these blobs, or an index of these manifests. Blobs are named by a letter; the letter says how large they are. */
function record(blobs: string, children: readonly ManifestRecord[] = []): ManifestRecord {
  const digest = digestOf(JSON.stringify([blobs, children.map((child) => child.digest)]));
  return {
    digest,
    mediaType: "application/vnd.oci.image.manifest.v1+json",
    kind: children.length > 0 ? "index" : "image",
    artifactType: null,
    raw: Buffer.from(blobs),
    configDigest: null,
    totalBytes: null,
    createdAt: null,
    platforms: [],
    annotations: {},
    subject: null,
    children: children.map((child) => ({
      digest: child.digest,
      mediaType: child.mediaType,
      size: 1,
      platform: null,
      role: "platform",
      refersTo: null,
    })),
    blobs: [...blobs].map((blob, position) => ({
      position,
      digest: digestOf(blob),
      mediaType: "application/vnd.oci.image.layer.v1.tar+gzip",
      size: sizeOf(blob),
    })),
  };
}
/** Powers of two, so that every sum says what is in it. */
const sizeOf = (blob: string) => 2 ** (blob.charCodeAt(0) - 97);
const sum = (blobs: string) => [...blobs].reduce((total, blob) => total + sizeOf(blob), 0);

/** Repositories with the manifests of their tags. */
async function indexed(content: Readonly<Record<string, readonly ManifestRecord[]>>): Promise<string> {
  const registryId = await storedRegistry("http://127.0.0.1:1", `storage ${randomUUID()}`);
  await upsertRepositories(bulk, registryId, Object.keys(content));
  for (const [name, manifests] of Object.entries(content)) {
    const repository = await findRepository(bulk, registryId, name);
    if (!repository) throw new Error(name);
    const tags = manifests.map(({ digest }, index) => ({ name: `t${index}`, digest, error: null }));
    const leading = manifests.flatMap((manifest) => [...childrenOf(manifest), manifest]);
    // Two tags may lead to one manifest, which is stored once.
    const all = [...new Map(leading.map((manifest) => [manifest.digest, manifest])).values()];
    await storeManifests(bulk, all);
    await settleIndexes(
      bulk,
      all.map(({ digest }) => digest),
    );
    await linkManifests(
      bulk,
      repository.id,
      manifests.map(({ digest }) => digest),
    );
    await upsertTags(
      bulk,
      repository.id,
      tags.map((tag) => tag.name),
    );
    await resolveTags(bulk, repository.id, tags);
    await completeRepositoryIndex(bulk, repository.id);
  }
  return registryId;
}
const platforms = new Map<string, readonly ManifestRecord[]>();
const childrenOf = ({ digest }: ManifestRecord) => platforms.get(digest) ?? [];
function multi(...children: readonly ManifestRecord[]): ManifestRecord {
  const index = record("", children);
  platforms.set(index.digest, children);
  return index;
}

async function measured(registryId: string, namespace?: string) {
  await bulk.transaction((tx) => measureStorage(tx, registryId));
  return read(registryId, namespace);
}
async function read(registryId: string, namespace?: string) {
  const input = { registryId, ...(namespace === undefined ? {} : { namespace }) };
  const result = await executeRead(getStorage, actorOf("viewer"), async () => input);
  if (!result.ok) throw new Error(result.error.code);
  return result.data;
}
const parts = (view: Awaited<ReturnType<typeof read>>) =>
  Object.fromEntries(
    view.shares.map((share) => [share.name, [share.bytes, share.ownBytes, share.sharedBytes]]),
  );

describe("a measured registry", () => {
  it("counts each blob once, for the smallest part that holds it alone", async () => {
    const id = await indexed({
      "team/api": [record("abx"), record("acx")],
      "team/web": [multi(record("adx"), record("ax"))],
      "other/tool": [record("aex")],
      solo: [record("fx"), record("fx")],
    });
    const view = await measured(id);
    expect(view.totals).toMatchObject({
      bytes: sum("abcdefx"),
      sharedBytes: sum("ax"),
      blobs: 7,
      tags: 6,
      repositories: 4,
      untaggedManifests: 0,
      untaggedBytes: 0,
    });
    expect(parts(view)).toEqual({
      "": [sum("fx"), sum("f"), 0],
      other: [sum("aex"), sum("e"), 0],
      team: [sum("abcdx"), sum("bcd"), 0],
    });
    expect(parts(await read(id, "team"))).toEqual({
      "team/api": [sum("abcx"), sum("bc"), 0],
      "team/web": [sum("adx"), sum("d"), 0],
    });
    expect(parts(await read(id, ""))).toEqual({ solo: [sum("fx"), sum("f"), 0] });
    const input = { registryId: id, namespace: "tea" };
    expect(await executeRead(getStorage, actorOf("viewer"), async () => input)).toEqual({
      ok: false,
      error: { code: "NOT_FOUND" },
    });
  });

  it("adds up, whatever is shared with whom", async () => {
    const letters = "abcdefghijkl";
    const content: Record<string, ManifestRecord[]> = {};
    for (let at = 0; at < 12; at += 1) {
      const blobs = [...letters].filter((_, index) => (at * 7 + index * 5 + at * index) % 3 === 0).join("");
      content[`${["x", "y", "z"][at % 3]}/r${at}`] = [record(blobs)];
    }
    const { totals, shares } = await measured(await indexed(content));
    const own = shares.reduce((total, share) => total + share.ownBytes, 0);
    expect(own + (totals?.sharedBytes ?? 0)).toBe(totals?.bytes);
    const used = [
      ...new Set(
        Object.values(content)
          .flatMap(([one]) => one?.blobs ?? [])
          .map(({ size }) => size),
      ),
    ];
    expect(totals?.bytes).toBe(used.reduce((total, size) => total + size, 0));
  });

  it("names the largest blobs and who holds them", async () => {
    const id = await indexed({ "team/api": [record("ab")], "team/web": [record("b")], solo: [record("c")] });
    const { blobs } = await measured(id);
    expect(
      blobs.map(({ digest, bytes, repositories, names }) => [digest, bytes, repositories, names]),
    ).toEqual([
      [digestOf("c"), sizeOf("c"), 1, ["solo"]],
      [digestOf("b"), sizeOf("b"), 2, ["team/api", "team/web"]],
      [digestOf("a"), sizeOf("a"), 1, ["team/api"]],
    ]);
  });

  it("forgets what went, and knows what no tag leads to", async () => {
    const id = await indexed({ "old/gone": [record("ab")], "team/api": [record("ac")] });
    await measured(id);
    await bulk.query(
      `UPDATE "Repository" SET "goneAt" = now() WHERE "registryId" = $1::uuid AND "name" = 'old/gone'`,
      [id],
    );
    await bulk.query(
      `UPDATE "Tag" SET "digest" = $2 FROM "Repository" r WHERE r."id" = "repositoryId" AND r."registryId" = $1::uuid AND r."name" = 'team/api'`,
      [id, digestOf(JSON.stringify(["ad", []]))],
    );
    await storeManifests(bulk, [record("ad")]);
    const view = await measured(id);
    expect(parts(view)).toEqual({ team: [sum("ad"), sum("ad"), 0] });
    expect(view.totals).toMatchObject({ untaggedManifests: 1, untaggedBytes: sum("c"), bytes: sum("ad") });
    expect(view.blobs).toHaveLength(2);
    expect(view.days).toHaveLength(1);
    expect(view.days[0]?.bytes).toBe(sum("ad"));

    // A signature needs no tag as long as what it signs has one.
    const signatures = [
      { ...record("h"), subject: record("ad").digest },
      { ...record("i"), subject: record("ac").digest },
    ];
    await storeManifests(bulk, signatures);
    const repository = await findRepository(bulk, id, "team/api");
    await linkManifests(
      bulk,
      repository?.id ?? 0n,
      signatures.map(({ digest }) => digest),
    );
    expect((await measured(id)).totals).toMatchObject({ untaggedManifests: 2, untaggedBytes: sum("ci") });
  });
});

describe("measuring", () => {
  it("begins with the first look, which sees it when it takes but a moment", async () => {
    const id = await indexed({ solo: [record("a")] });
    expect(await read(id)).toMatchObject({ totals: { bytes: sizeOf("a") }, measuring: false });
  });

  it("happens by itself once a day", async () => {
    const id = await indexed({ solo: [record("b")] });
    const stop = startMeasuring(20);
    const bytes = () =>
      bulk.query<{ bytes: bigint }>(`SELECT "bytes" FROM "RegistryStorage" WHERE "registryId" = $1::uuid`, [
        id,
      ]);
    await expect.poll(async () => (await bytes())[0]?.bytes, { timeout: 10_000 }).toBe(2n);
    await stop();
  });
});
