import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { bulk } from "#lib/db/index.ts";
import { openTestDatabase, type TestDatabase } from "#lib/db/testing.ts";
import {
  countPlatforms,
  decodeCursor,
  findRepositoryRow,
  type ManifestRecord,
  markTagsGone,
  type RepositoryId,
  recountRepository,
  resolveTags,
  search,
  storeManifests,
  type TagSort,
  upsertRepositories,
  upsertTags,
} from "./index.ts";
import { listTags } from "./tag-lists.ts";

let database: TestDatabase & { close(): Promise<void> };
let repositoryId: RepositoryId;
beforeAll(async () => {
  database = await openTestDatabase();
  const [registry] = await bulk.query<{ id: string }>(
    `INSERT INTO "Registry" ("id", "name", "nameKey", "product", "endpoint", "updatedAt")
     VALUES (gen_random_uuid(), 'one', 'one', 'generic', 'https://one.test', now()) RETURNING "id"`,
  );
  await upsertRepositories(bulk, registry?.id ?? "", ["team/nginx"]);
  const [row] = await bulk.query<{ id: bigint }>(`SELECT "id" FROM "Repository"`);
  repositoryId = row?.id ?? 0n;
});
afterAll(() => database.close());

const digestOf = (letter: string) => `sha256:${letter.repeat(64)}`;

function image(letter: string, totalBytes: number | null, createdAt: string | null): ManifestRecord {
  return {
    digest: digestOf(letter),
    mediaType: "application/vnd.oci.image.manifest.v1+json",
    kind: "image",
    artifactType: null,
    raw: Buffer.from(letter),
    configDigest: null,
    totalBytes,
    createdAt,
    platforms: ["linux/amd64"],
    annotations: {},
    subject: null,
    children: [],
    blobs: [],
  };
}

async function point(tags: Readonly<Record<string, string>>): Promise<void> {
  await upsertTags(bulk, repositoryId, Object.keys(tags));
  const resolutions = Object.entries(tags).map(([name, digest]) => ({ name, digest, error: null }));
  await resolveTags(bulk, repositoryId, resolutions);
}

async function narrowed(query: object): Promise<string[]> {
  const page = await listTags(bulk, { repositoryId, sort: "name", direction: "asc", limit: 50, ...query });
  expect(page.count).toBe(page.items.length);
  return page.items.map(({ name }) => name);
}

async function names(sort: TagSort, direction: "asc" | "desc", narrowing: object = {}): Promise<string[]> {
  const found: string[] = [];
  const counts = new Set<number>();
  for (let cursor: string | undefined; ; ) {
    const page = await listTags(bulk, {
      repositoryId,
      sort,
      direction,
      limit: 2,
      ...narrowing,
      ...(cursor ? { cursor: decodeCursor(cursor) } : {}),
    });
    found.push(...page.items.map(({ name }) => name));
    counts.add(page.count);
    if (!page.next) break;
    cursor = page.next;
  }
  expect([...counts]).toEqual([found.length]);
  return found;
}

it("sorts by what the images say, page by page, and puts what is unknown last in both directions", async () => {
  await storeManifests(bulk, [
    image("a", 10, "2026-01-01T00:00:00Z"),
    image("b", 30, null),
    image("c", 20, "2025-01-01T00:00:00Z"),
  ]);
  await point({ a: digestOf("a"), b: digestOf("b"), c: digestOf("c") });
  await upsertTags(bulk, repositoryId, ["u1", "u2", "u3"]);
  expect(await names("size", "asc")).toEqual(["a", "c", "b", "u1", "u2", "u3"]);
  expect(await names("size", "desc")).toEqual(["b", "c", "a", "u3", "u2", "u1"]);
  expect(await names("created", "asc")).toEqual(["c", "a", "b", "u1", "u2", "u3"]);
  expect(await names("created", "desc")).toEqual(["a", "c", "u3", "u2", "u1", "b"]);
  expect(await names("digest", "desc")).toEqual(["c", "b", "a", "u3", "u2", "u1"]);
  expect(await names("name", "asc")).toEqual(["a", "b", "c", "u1", "u2", "u3"]);
});

it("keeps that order, and says how many there are on each page, when it is narrowed", async () => {
  expect(await names("size", "asc", { filter: "u" })).toEqual(["u1", "u2", "u3"]);
  expect(await names("created", "desc", { platform: "linux/amd64" })).toEqual(["a", "c", "b"]);
  expect(await names("name", "desc", { filter: "U" })).toEqual(["u3", "u2", "u1"]);
  expect(await names("size", "asc", { filter: "none-such" })).toEqual([]);
  const second = { repositoryId, filter: "b", sort: "name", direction: "asc", limit: 2 } as const;
  const beyond = await listTags(bulk, { ...second, cursor: { key: "z", name: "z" } });
  expect(beyond).toEqual({ items: [], count: 1 });
});

it("adds up sizes and platforms of all tags, an image of two tags twice", async () => {
  await point({ again: digestOf("a") });
  await recountRepository(bulk, repositoryId);
  const [registry] = await bulk.query<{ id: string }>(`SELECT "id" FROM "Registry"`);
  const row = await findRepositoryRow(bulk, registry?.id ?? "", "team/nginx");
  expect(row).toMatchObject({
    tagCount: 7,
    unsharedBytes: 70,
    platforms: [{ platform: "linux/amd64", tags: 4 }],
  });
  expect(row?.platforms).toEqual(await countPlatforms(bulk, repositoryId));
  await markTagsGone(bulk, repositoryId, { only: ["again"] });
});

it("follows an image that is learned later, its configuration later still, and a tag that moves", async () => {
  await point({ u1: digestOf("d") });
  await storeManifests(bulk, [{ ...image("d", 5, null), platforms: [] }]);
  expect((await names("size", "asc"))[0]).toBe("u1");
  await storeManifests(bulk, [{ ...image("d", 5, "2027-01-01T00:00:00Z"), platforms: ["linux/riscv64"] }]);
  expect((await names("created", "desc"))[0]).toBe("u1");
  const riscv = await listTags(bulk, {
    repositoryId,
    platform: "linux/riscv64",
    sort: "name",
    direction: "asc",
    limit: 9,
  });
  expect(riscv.items.map(({ name }) => name)).toEqual(["u1"]);
  await point({ u1: digestOf("b") });
  expect((await names("size", "desc")).slice(0, 2)).toEqual(["u1", "b"]);
});

it("search: tags by beginning, then by what is in them; slips in names; the same without trigrams but for the midst", async () => {
  await upsertTags(bulk, repositoryId, ["alpine", "1.27-alpine", "Alpine-edge"]);
  const found = async (text: string) => {
    const { repositories, tags } = await search(bulk, text, 8);
    return [repositories.map(({ name }) => name), tags.map(({ name }) => name)];
  };
  expect(await found("alpin")).toEqual([[], ["alpine", "Alpine-edge", "1.27-alpine"]]);
  expect(await found("alpine")).toEqual([[], ["alpine", "Alpine-edge", "1.27-alpine"]]);
  expect(await found("ngixn")).toEqual([["team/nginx"], []]);
  expect(await found("nginx:AL")).toEqual([["team/nginx"], ["alpine", "Alpine-edge"]]);
  expect(await found(digestOf("b").slice(0, 12))).toEqual([[], ["u1", "b"]]);
  await dropTrigrams();
  expect(await found("alpine")).toEqual([[], ["alpine", "Alpine-edge"]]);
  expect(await found("ngixn")).toEqual([["team/nginx"], []]);
});

async function dropTrigrams(): Promise<void> {
  const client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
  await client.query("DROP EXTENSION pg_trgm CASCADE");
  await client.end();
}

it("is narrowed by size, by age, by a label of the image or of one of its platforms", async () => {
  const ago = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
  const [small, old, index] = [
    image("1", 1000, ago(3)),
    image("2", 5000, ago(100)),
    image("3", 9000, ago(20)),
  ];
  await storeManifests(bulk, [
    { ...small, annotations: { "org.example.team": "Harbour office" } },
    old,
    {
      ...index,
      kind: "index",
      children: [
        {
          digest: small.digest,
          mediaType: small.mediaType,
          size: 1,
          platform: null,
          role: "platform",
          refersTo: null,
        },
      ],
    },
  ]);
  await upsertRepositories(
    bulk,
    (await bulk.query<{ id: string }>(`SELECT "id" FROM "Registry"`))[0]?.id ?? "",
    ["narrow"],
  );
  const [row] = await bulk.query<{ id: bigint }>(`SELECT "id" FROM "Repository" WHERE "name" = 'narrow'`);
  const before = repositoryId;
  repositoryId = row?.id ?? 0n;
  try {
    await point({ small: small.digest, old: old.digest, index: index.digest });
    expect(await narrowed({ atLeast: 5000 })).toEqual(["index", "old"]);
    expect(await narrowed({ olderThan: 90 })).toEqual(["old"]);
    expect(await narrowed({ newerThan: 7 })).toEqual(["small"]);
    // What the hint in the filter names: a tag, a digest by its beginning, a label.
    const figures = small.digest.slice("sha256:".length, 20);
    expect(await narrowed({ filter: "MAL" })).toEqual(["small"]);
    for (const filter of [`sha256:${figures}`, figures.toUpperCase()]) {
      expect(await narrowed({ filter })).toEqual(["small"]);
    }
    expect(await narrowed({ filter: "org.example.team=harb" })).toEqual(["index", "small"]);
    expect(await narrowed({ filter: "org.example.team=office" })).toEqual([]);
    expect(await narrowed({ filter: "org.example.team=h", atLeast: 9000 })).toEqual(["index"]);
  } finally {
    repositoryId = before;
  }
});

it("leaves out what stands for signatures and attestations, or lists nothing else", async () => {
  const [a, b] = ["a", "b"].map((letter) => letter.repeat(64));
  const attachments = [`sha256-${a}.sig`, `sha256-${a}.att`, `sha256-${a}.sbom`, `sha256-${b}`];
  const others = [
    // An image may be tagged by a digest, and somebody may call a tag something like it.
    `sha256-${a}`,
    `sha256-${a}.txt`,
    "sha256-abc.sig",
    `sha512-${a}.sig`,
  ];
  await storeManifests(bulk, [image("7", 70, null), { ...image("8", 80, null), platforms: [] }]);
  await point(Object.fromEntries(attachments.map((name) => [name, digestOf("8")])));
  await point(Object.fromEntries(others.map((name) => [name, digestOf("7")])));
  const beginning = { filter: "sha" };
  expect((await narrowed(beginning)).toSorted()).toEqual([...attachments, ...others].toSorted());
  expect((await narrowed({ ...beginning, attachments: "none" })).toSorted()).toEqual(others.toSorted());
  expect((await narrowed({ attachments: "only" })).toSorted()).toEqual(attachments.toSorted());
});
