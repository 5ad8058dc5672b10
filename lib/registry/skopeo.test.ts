import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { sourceOf } from "./blobs/source.ts";
import { digestOf } from "./digest.ts";
import { parseRepositoryName, parseTag } from "./reference.ts";
import { type TestManifest, testHelmChart, testImage, testIndex } from "./testing/images.ts";
import { modes, type RunningMode } from "./testing/modes.ts";
import { skopeoCopy } from "./testing/skopeo.ts";
import type { RegistryClient, RepositoryName, Tag } from "./types.ts";

const tag = parseTag("1.0");
const cases: readonly (readonly [string, TestManifest])[] = [
  ["a Docker image", testImage()],
  ["an OCI index with attestations", testIndex({ attested: true, text: "skopeo" })],
  ["a Docker manifest list", testIndex({ oci: false, text: "list" })],
  ["a Helm chart", testHelmChart()],
];

function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), "longshore-skopeo-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function push(
  client: RegistryClient,
  repository: RepositoryName,
  item: TestManifest,
  as?: Tag,
): Promise<void> {
  for (const blob of item.blobs) await client.putBlob(repository, sourceOf(blob));
  for (const child of item.children) await push(client, repository, child);
  await client.putManifest(repository, as ?? item.digest, item);
}

/** A manifest and everything below it. */
function withChildren(item: TestManifest): TestManifest[] {
  return [item, ...item.children.flatMap(withChildren)];
}

/** What only an independent client can tell: that both mean the same bytes. */
describe.each(modes)("skopeo from outside: $name", ({ pushes, start }) => {
  let running: RunningMode;
  beforeAll(async () => {
    running = await start();
  });
  afterAll(() => running?.stop());

  it.each(pushes ? cases : [])("pulls what we push: %s", async (_what, item) => {
    const repository = parseRepositoryName(`ours/${item.digest.slice(7, 15)}`);
    await push(running.client, repository, item, tag);
    const folder = temporary();
    const pulled = join(folder, "image");
    await skopeoCopy(folder, [running.target, `${repository}:${tag}`], `dir:${pulled}`);
    expect(readFileSync(join(pulled, "manifest.json"))).toEqual(item.raw);
    for (const { digest, raw } of item.children) {
      expect(readFileSync(join(pulled, `${digest.slice(7)}.manifest.json`))).toEqual(raw);
    }
    for (const blob of withChildren(item).flatMap(({ blobs }) => blobs)) {
      expect(readFileSync(join(pulled, digestOf(blob).slice(7))).equals(blob)).toBe(true);
    }
  });

  it.each(cases)("pushes what we pull: %s", async (_what, item) => {
    const repository = parseRepositoryName(`theirs/${item.digest.slice(7, 15)}`);
    const folder = temporary();
    // skopeo reads it from another repository, so that it is skopeo's own writing we read.
    await running.origin.push(`seed/${repository}`, tag, item);
    const origin = { ...running.target, endpoint: running.origin.endpoint };
    await skopeoCopy(folder, [origin, `seed/${repository}:${tag}`], `dir:${join(folder, "image")}`);
    await skopeoCopy(folder, `dir:${join(folder, "image")}`, [origin, `${repository}:${tag}`]);
    const { client } = running;
    expect(await client.headManifest(repository, tag)).toEqual({
      digest: item.digest,
      mediaType: item.mediaType,
      size: item.raw.byteLength,
    });
    for (const { digest, raw, blobs } of withChildren(item)) {
      expect(Buffer.from((await client.getManifest(repository, digest)).raw).equals(raw)).toBe(true);
      for (const blob of blobs) {
        const chunks: Uint8Array[] = [];
        for await (const chunk of client.getBlob(repository, sourceOf(blob))) chunks.push(chunk);
        expect(Buffer.concat(chunks).equals(blob)).toBe(true);
      }
    }
  });
});
