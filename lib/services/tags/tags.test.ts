import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  findRepository,
  linkManifests,
  markTagsGone,
  resolveTags,
  storeManifests,
  upsertRepositories,
  upsertTags,
} from "#lib/catalog/index.ts";
import { bulk } from "#lib/db/index.ts";
import { openTestDatabase, type TestDatabase } from "#lib/db/testing.ts";
import { executeRead } from "#lib/operations/index.ts";
import { type DockerRegistry, startDockerRegistry } from "#lib/registry/testing/docker-registry.ts";
import { testHelmChart, testImage, testIndex } from "#lib/registry/testing/images.ts";
import { type RegistryFront, startRegistryFront } from "#lib/registry/testing/registry-front.ts";
import { syncRepository } from "../repositories/index.ts";
import { actorOf, storedRegistry } from "../repositories/testing.ts";
import { getRaw } from "./get-raw.ts";
import { getManifest, getTag } from "./get-tag.ts";
import { listTags } from "./list-tags.ts";

let database: TestDatabase & { close(): Promise<void> };
let registry: DockerRegistry;
let front: RegistryFront;
let registryId: string;
const viewer = actorOf("viewer");
const image = testImage({
  text: "image",
  config: { config: { Labels: { "<b>x</b>": "javascript:alert(1)" } } },
});
const index = testIndex({ attested: true });
const secret = testImage({ text: "elsewhere" });

beforeAll(async () => {
  [database, registry] = await Promise.all([openTestDatabase(), startDockerRegistry()]);
  front = await startRegistryFront(registry.endpoint);
  registryId = await storedRegistry(front.endpoint);
  await registry.push("ours", "1.0", image);
  await registry.push("ours", "latest", image);
  await registry.push("ours", "multi", index);
  await registry.push("ours", "chart", testHelmChart());
  await registry.push("ours", `${image.digest.replace(":", "-")}.sig`, testImage({ text: "signature" }));
  await registry.push("theirs", "1.0", secret);
  await upsertRepositories(bulk, registryId, ["ours", "theirs"]);
  await syncRepository(registryId, "ours");
  await syncRepository(registryId, "theirs");
  front.forget();
});
afterAll(async () => {
  expect(front.requests).toEqual([]); // Looking at pages asked the registry nothing.
  await front.stop();
  await Promise.all([registry.stop(), database.close()]);
});

/** Stored as a look at an image's attachments stores them. */
async function linkedArtifact(name: string, subject: string, artifactType: string): Promise<void> {
  const raw = Buffer.from(JSON.stringify({ name, subject, artifactType }));
  const digest = `sha256:${createHash("sha256").update(raw).digest("hex")}`;
  const repository = await findRepository(bulk, registryId, name);
  if (!repository) throw new Error(name);
  const facts = { kind: "artifact", artifactType, subject, raw, digest, configDigest: null } as const;
  const none = { totalBytes: null, createdAt: null, platforms: [], annotations: {}, children: [], blobs: [] };
  await storeManifests(bulk, [
    { ...facts, ...none, mediaType: "application/vnd.oci.image.manifest.v1+json" },
  ]);
  await linkManifests(bulk, repository.id, [digest]);
}

const ours = () => ({ registryId, repository: "ours" });

async function liveTag(input: { tag: string; platform?: string; sharing?: boolean }) {
  const result = await executeRead(getTag, viewer, async () => ({ ...ours(), ...input }));
  if (!result.ok || result.data.gone) throw new Error(`${input.tag} is not there`);
  return result.data;
}

describe("tag.get", () => {
  it("gives a page's whole content from the index", async () => {
    const { manifest, sameDigest, tag } = await liveTag({ tag: "latest" });
    expect(tag.digest).toBe(image.digest);
    expect(sameDigest).toEqual(["1.0"]);
    expect(manifest?.kind).toBe("image");
    expect(manifest?.image?.config.labels).toEqual({ "<b>x</b>": "javascript:alert(1)" });
    expect(manifest?.image?.steps.map((step) => [step.instruction, step.layer !== null])).toEqual([
      ["ADD", true],
      ["CMD", false],
    ]);
  });

  it("counts who else has its layers when asked", async () => {
    const layerOf = async (sharing?: boolean) =>
      (await liveTag({ tag: "latest", ...(sharing ? { sharing } : {}) })).manifest?.image?.steps[0]?.layer;
    expect((await layerOf())?.sharing).toBeNull();
    expect((await layerOf(true))?.sharing).toEqual({ repository: 0, registry: 0, more: false });
  });

  it("tells platforms from attestations and shows the platform asked for", async () => {
    const { manifest } = await liveTag({ tag: "multi", platform: "linux/arm64/v8" });
    expect(manifest?.platforms.map((p) => [p.platform, p.held])).toEqual([
      ["linux/amd64", true],
      ["linux/arm64/v8", true],
    ]);
    expect(manifest?.companions).toMatchObject([{ role: "attestation", about: "linux/amd64" }]);
    expect(manifest?.image?.digest).toBe(index.children[1]?.digest);
  });

  it("shows an artifact as what it is", async () => {
    expect((await liveTag({ tag: "chart" })).manifest).toMatchObject({
      kind: "artifact",
      image: null,
      artifact: {
        artifactType: "application/vnd.cncf.helm.config.v1+json",
        facts: [
          { name: "name", value: "demo" },
          { name: "version", value: "0.1.0" },
          { name: "apiVersion", value: "v2" },
        ],
      },
    });
  });
});

describe("tag.get of a tag that is gone", () => {
  const get = (tag: string) => executeRead(getTag, viewer, async () => ({ ...ours(), tag }));

  it("gives its past, by whom it went and which of its images are still held; not found where none was seen", async () => {
    const id = (await findRepository(bulk, registryId, "ours"))?.id ?? 0n;
    await upsertTags(bulk, id, ["old", "unread"]);
    for (const { digest } of [secret, image])
      await resolveTags(bulk, id, [{ name: "old", digest, error: null }]);
    await markTagsGone(bulk, id, { only: ["old", "unread"] }, new Map([["old", { actor: "ada" }]]));

    const answer = await get("old");
    if (!answer.ok || !answer.data.gone) throw new Error("not gone");
    expect(answer.data).not.toHaveProperty("manifest");
    expect(answer.data.gone).toMatchObject({ name: "old", digest: image.digest, by: "ada" });
    expect(answer.data.moves).toMatchObject([
      { fromDigest: image.digest, toDigest: null, actor: "ada" },
      { fromDigest: secret.digest, toDigest: image.digest },
    ]);
    expect(answer.data.held).toEqual([image.digest]);
    expect(await get("unread")).toMatchObject({
      ok: true,
      data: { gone: { digest: null, by: null }, moves: [] },
    });
    expect(await get("never")).toEqual({ ok: false, error: { code: "NOT_FOUND" } });

    // Back, and gone again before anybody read it: who took it the first time did not do this.
    await upsertTags(bulk, id, ["old"]);
    expect(await get("old")).toMatchObject({ ok: true, data: { gone: null } });
    await markTagsGone(bulk, id, { only: ["old"] });
    expect(await get("old")).toMatchObject({ ok: true, data: { gone: { digest: null, by: null } } });
  });
});

describe("manifest.get and manifest.raw", () => {
  it("give the exact bytes", async () => {
    const result = await executeRead(getRaw, viewer, async () => ({ ...ours(), digest: image.digest }));
    if (!result.ok) throw new Error(result.error.code);
    const hash = createHash("sha256").update(result.data.bytes).digest("hex");
    expect(`sha256:${hash}`).toBe(image.digest);
  });

  it("answer for another repository's manifest exactly as for one that does not exist", async () => {
    const absent = `sha256:${"0".repeat(64)}`;
    for (const digest of [secret.digest, absent, "not-a-digest"]) {
      for (const answer of [
        await executeRead(getManifest, viewer, async () => ({ ...ours(), digest })),
        await executeRead(getRaw, viewer, async () => ({ ...ours(), digest })),
      ]) {
        expect(answer).toEqual({ ok: false, error: { code: "NOT_FOUND" } });
      }
    }
    const theirs = { registryId, repository: "theirs", digest: secret.digest };
    expect(await executeRead(getManifest, viewer, async () => theirs)).toMatchObject({ ok: true });
  });
});

describe("tag.list", () => {
  const list = (query: object) => executeRead(listTags, viewer, async () => ({ ...ours(), ...query }));

  it("filters by a digest's beginning and by platform", async () => {
    const byDigest = await list({ filter: image.digest.slice(0, 20), direction: "asc" });
    expect(byDigest.ok && byDigest.data.items.map((row) => row.name)).toEqual(["1.0", "latest"]);
    const byPlatform = await list({ platform: "linux/arm64/v8" });
    expect(byPlatform.ok && byPlatform.data.items.map((row) => row.name)).toEqual(["multi"]);
  });

  it("tells what is attached, of this repository's own", async () => {
    await linkedArtifact("ours", image.digest, "application/spdx+json");
    await linkedArtifact("theirs", image.digest, "application/vnd.cncf.notary.signature");
    const all = await list({});
    const attached = all.ok && Object.fromEntries(all.data.items.map((row) => [row.name, row.attached]));
    const types = ["application/spdx+json", "application/vnd.dev.cosign.artifact.sig.v1+json"];
    expect(attached).toMatchObject({
      "1.0": types,
      latest: types,
      multi: ["application/vnd.in-toto+json"],
      chart: [],
    });
  });

  it("leaves tags of signatures out until they are asked for, and says how many fit", async () => {
    const cosignTag = `${image.digest.replace(":", "-")}.sig`;
    const names = async (query: object) => {
      const result = await list(query);
      if (!result.ok) throw new Error(JSON.stringify(result.error));
      return { names: result.data.items.map(({ name }) => name), hidden: result.data.hidden };
    };
    const all = await names({});
    expect(all.names).toContain("latest");
    expect(all.names).not.toContain(cosignTag);
    expect(all.hidden).toBe(1);
    expect(await names({ filter: "sha256-" })).toEqual({ names: [], hidden: 1 });
    expect(await names({ filter: "latest" })).toEqual({ names: ["latest"], hidden: 0 });
    expect(await names({ filter: "sha256-", attachments: "shown" })).toEqual({ names: [cosignTag] });
    expect(await list({ attachments: "hidden" })).toMatchObject({ ok: false });
  });

  it("refuses sorts and fields that are not on the list", async () => {
    for (const query of [{ sort: "password" }, { sort: "t.raw" }, { where: "1=1" }, { limit: "100000" }]) {
      expect(await list(query)).toMatchObject({ ok: false, error: { code: "INVALID_INPUT" } });
    }
    expect(await list({ cursor: "nonsense" })).toMatchObject({ ok: false, error: { code: "INVALID_INPUT" } });
  });
});
