import { afterAll, beforeAll, expect, it } from "vitest";
import { bulk } from "#lib/db/index.ts";
import { openTestDatabase, type TestDatabase } from "#lib/db/testing.ts";
import {
  linkManifests,
  type ManifestRecord,
  resolveTags,
  type SearchScope,
  search,
  settleIndexes,
  storeConfigs,
  storeManifests,
  upsertRepositories,
  upsertTags,
} from "./index.ts";

let database: TestDatabase & { close(): Promise<void> };
const registries: string[] = [];

const digestOf = (letter: string) => `sha256:${letter.repeat(64)}`;

function manifest(letter: string, change: Partial<ManifestRecord>): ManifestRecord {
  return {
    digest: digestOf(letter),
    mediaType: "application/vnd.oci.image.manifest.v1+json",
    kind: "image",
    artifactType: null,
    raw: Buffer.from(letter),
    configDigest: null,
    totalBytes: 1,
    createdAt: null,
    platforms: ["linux/amd64"],
    annotations: {},
    subject: null,
    children: [],
    blobs: [],
    ...change,
  };
}

const layer = (position: number, letter: string) => ({
  position,
  digest: digestOf(letter),
  mediaType: "application/vnd.oci.image.layer.v1.tar+gzip",
  size: 1,
});

async function publish(registryId: string, repository: string, tag: string, digest: string): Promise<void> {
  await upsertRepositories(bulk, registryId, [repository]);
  const [row] = await bulk.query<{ id: bigint }>(
    `SELECT "id" FROM "Repository" WHERE "registryId" = $1 AND "name" = $2`,
    [registryId, repository],
  );
  const id = row?.id ?? 0n;
  await upsertTags(bulk, id, [tag]);
  await linkManifests(bulk, id, [digest]);
  await resolveTags(bulk, id, [{ name: tag, digest, error: null }]);
}

beforeAll(async () => {
  database = await openTestDatabase();
  for (const name of ["one", "two"]) {
    const [row] = await bulk.query<{ id: string }>(
      `INSERT INTO "Registry" ("id", "name", "nameKey", "product", "endpoint", "updatedAt")
       VALUES (gen_random_uuid(), $1, $1, 'generic', 'https://' || $1 || '.test', now()) RETURNING "id"`,
      [name],
    );
    registries.push(row?.id ?? "");
  }
  const [one = "", two = ""] = registries;
  const labels = {
    "com.example.team": "Harbour",
    "org.opencontainers.image.base.name": "docker.io/library/debian:12",
  };
  await storeConfigs(
    bulk,
    new Map([
      [digestOf("c"), Buffer.from(JSON.stringify({ config: { Labels: labels } }))],
      [digestOf("d"), Buffer.from('{"config":{"Labels":"\\u0000"')],
    ]),
  );
  await storeManifests(bulk, [
    manifest("a", { configDigest: digestOf("c"), blobs: [layer(0, "1"), layer(1, "2")] }),
    manifest("b", {
      configDigest: digestOf("d"),
      platforms: ["linux/s390x"],
      annotations: { "org.example.note": "x".repeat(2000) },
      blobs: [layer(-1, "d"), layer(0, "1")],
    }),
    manifest("e", {
      kind: "index",
      children: [
        {
          digest: digestOf("a"),
          mediaType: "m",
          size: 1,
          platform: "linux/amd64",
          role: "platform",
          refersTo: null,
        },
      ],
    }),
    manifest("f", {}),
  ]);
  await settleIndexes(bulk, [digestOf("e")]);
  await publish(one, "team/app", "1.0", digestOf("e"));
  await publish(two, "library/base", "12", digestOf("b"));
});
afterAll(() => database.close());

async function found(text: string, scope: SearchScope = {}): Promise<string[]> {
  const {
    registries: places,
    repositories,
    tags,
    manifests,
    labels,
    bases,
  } = await search(bulk, text, 8, scope);
  return [
    ...places.map(({ name }) => `registry ${name}`),
    ...repositories.map(({ name }) => `repository ${name}`),
    ...tags.map(({ repository, name }) => `tag ${repository}:${name}`),
    ...manifests.map(({ repository, digest, part }) => {
      const of = part ? ` by ${part.layer ? "layer" : "config"} ${part.digest[7]}` : "";
      return `image ${repository}@${digest[7]}${of}`;
    }),
    ...labels.map(
      ({ repository, tag, key, value }) => `label ${repository}:${tag} ${key}=${value.slice(0, 9)}`,
    ),
    ...bases.map(({ repository, tag, key, value }) => `base ${repository}:${tag} ${key && "says "}${value}`),
  ];
}

it("by digest, whole or begun, of tags, images, layers and configurations; only what a repository holds", async () => {
  expect(await found(digestOf("e"))).toEqual(["tag team/app:1.0", "image team/app@e"]);
  expect(await found("sha256:AAAAAAA")).toEqual(["image team/app@a"]);
  expect(await found("aaaaaa")).toEqual(["image team/app@a"]);
  expect(await found("sha256:222222")).toEqual(["image team/app@a by layer 2"]);
  expect(await found("sha256:dddddd")).toEqual(["image library/base@b by config d"]);
  expect(await found(digestOf("f"))).toEqual([]);
});

it("by digest in repositories that fit, as docker writes it: with the host, or a tag, before", async () => {
  const hits = ["tag team/app:1.0", "image team/app@e"];
  expect(await found(`team/app@${digestOf("e")}`)).toEqual(hits);
  expect(await found("APP@sha256:EE")).toEqual(hits);
  expect(await found("registry.example.com:5000/team/app@sha256:e")).toEqual(hits);
  expect(await found(`localhost/app:1.0@${digestOf("e")}`)).toEqual(hits);
  expect(await found("app@sha256:222222")).toEqual(["image team/app@a by layer 2"]);
  // Both have the layer; one has such a name.
  expect(await found("base@sha256:111111")).toEqual(["image library/base@b by layer 1"]);
  expect(await found(`base@${digestOf("e")}`)).toEqual([]);
  expect(await found("team%@sha256:ee")).toEqual([]);
});

it("by label: its name, its beginning, with a value; a child's label finds the index's tag", async () => {
  const hit = "label team/app:1.0 com.example.team=Harbour";
  expect(await found("com.example.team")).toEqual([hit]);
  expect(await found("COM.exa")).toEqual([hit]);
  expect(await found("com.example.team=har")).toEqual([hit]);
  expect(await found("com.example.team=bay")).toEqual([]);
  // Cut, so that an index can hold it; a configuration that is none has no labels.
  expect(await found("org.example.note=xxx")).toEqual(["label library/base:12 org.example.note=xxxxxxxxx"]);
});

it("by label, with the first tags of the image, in version order, and how many more", async () => {
  await storeManifests(bulk, [
    manifest("9", { annotations: { "org.example.tagged": "often" } }),
    manifest("8", {}),
  ]);
  const tagged = async () => {
    const { labels } = await search(bulk, "org.example.tagged=often", 8, {});
    return labels.map(({ tag, also, more }) => ({ tag, also, more }));
  };
  const [one = ""] = registries;
  await publish(one, "team/tagged", "v1.2", digestOf("9"));
  expect(await tagged()).toEqual([{ tag: "v1.2", also: [], more: 0 }]);
  for (const tag of ["v1.10", "latest", "1.0", "0.9"]) await publish(one, "team/tagged", tag, digestOf("9"));
  await publish(one, "team/tagged", "v2", digestOf("8"));
  expect(await tagged()).toEqual([{ tag: "v1.10", also: ["v1.2", "latest"], more: 2 }]);
});

it("by what it was built from: as it says, and as its layers show", async () => {
  expect(await found("debian:12")).toEqual(["base team/app:1.0 says docker.io/library/debian:12"]);
  expect(await found("base:12")).toEqual([
    "repository library/base",
    "tag library/base:12",
    "base team/app:1.0 base:12",
  ]);
});

it("by platform, and narrowed to one or to a registry", async () => {
  expect(await found("linux/s390x")).toEqual(["tag library/base:12"]);
  await storeManifests(bulk, [
    manifest("5", { platforms: ["linux/arm64/v8"] }),
    manifest("6", { platforms: ["linux/arm64"] }),
  ]);
  await publish(registries[0] ?? "", "variants", "v8", digestOf("5"));
  await publish(registries[0] ?? "", "variants", "none", digestOf("6"));
  expect(await found("linux/arm64")).toEqual(["tag variants:v8", "tag variants:none"]);
  expect(await found("linux/arm64/v8")).toEqual(["tag variants:v8"]);
  expect(await found("linux/arm")).toEqual([]);
  expect(await found("1", { platform: "linux/s390x" })).toEqual(["tag library/base:12"]);
  expect(await found("team", { registryId: registries[1] ?? "" })).toEqual([]);
  expect(await found("app", { registryId: registries[0] ?? "" })).toEqual(["repository team/app"]);
});
