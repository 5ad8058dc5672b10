import { describe, expect, it, onTestFinished } from "vitest";
import { digestOf } from "../digest.ts";
import { ociIndex, ociManifest } from "../media-types.ts";
import {
  layeredImage,
  listener,
  mebibyte,
  placeAt,
  pulledBySkopeo,
  tag,
  twoRegistries,
} from "../testing/copy-fixture.ts";
import { type Cutter, startCutter } from "../testing/cutter.ts";
import { startDockerRegistry } from "../testing/docker-registry.ts";
import { type FakeRegistry, type Fault, startFakeRegistry } from "../testing/fake-registry.ts";
import * as faults from "../testing/faults.ts";
import { descriptorOf, rawManifest, type TestManifest, testIndex } from "../testing/images.ts";
import { startRegistryFront } from "../testing/registry-front.ts";
import { copyReference } from "./copy.ts";
import type { CopyEvent, CopyPlace } from "./types.ts";

const [source, target] = await twoRegistries();
const large = 48 * mebibyte;

async function liar(manifest: TestManifest, ...lies: readonly Fault[]): Promise<FakeRegistry> {
  const registry = await startFakeRegistry({ faults: lies });
  onTestFinished(registry.stop);
  registry.put("team/app", tag, manifest);
  return registry;
}

async function cutterBefore(endpoint: string): Promise<Cutter> {
  const cutter = await startCutter(endpoint);
  onTestFinished(cutter.stop);
  return cutter;
}

async function expectUntagged({ client, repository, reference }: CopyPlace): Promise<void> {
  await expect(client.headManifest(repository, reference)).rejects.toMatchObject({ code: "NOT_FOUND" });
}

/** In the middle of the large layer, when the config and the small one are there. */
function onceOnlyTheLargeLayerIsLeft(then: () => void): (event: CopyEvent) => void {
  let there = 0;
  return ({ state, sent }) => {
    if (state === "copied") there += 1;
    if (state === "copying" && sent > large / 4 && there === 2) then();
  };
}

describe("a source that is not what it says", () => {
  const index = testIndex({ text: "of lies" });
  const [first] = index.children;
  const layer = first?.blobs[1] ?? new Uint8Array();
  const other = Buffer.from(layer).fill(7);

  it.each<readonly [string, Fault]>([
    ["other bytes", faults.at(`/blobs/${digestOf(layer)}`, faults.answer(200, other))],
    ["fewer bytes", faults.at(`/blobs/${digestOf(layer)}`, faults.answer(200, layer.subarray(1)))],
    ["more bytes", faults.at(`/blobs/${digestOf(layer)}`, faults.answer(200, Buffer.concat([layer, other])))],
    ["another child", faults.at(first?.digest ?? "", faults.answer(200, "{}", { "content-type": ociIndex }))],
  ])("with %s: refused, nothing tagged", async (name, lie) => {
    const registry = await liar(index, lie);
    const to = placeAt(target.endpoint, `lies/${name.replace(" ", "-")}`);
    await expect(copyReference(placeAt(registry.endpoint, "team/app"), to)).rejects.toMatchObject({
      code: "REGISTRY_REJECTED",
      reason: "digest_mismatch",
      params: { host: new URL(registry.endpoint).host },
    });
    await expectUntagged(to);
    for (const { digest } of index.children.slice(0, 1)) await expectUntagged({ ...to, reference: digest });
  });

  it("of a child's size: refused", async () => {
    const body = JSON.parse(Buffer.from(index.raw).toString());
    body.manifests[0].size += 1;
    const registry = await liar(rawManifest(body, index.mediaType, [], index.children));
    const to = placeAt(target.endpoint, "lies/size");
    await expect(copyReference(placeAt(registry.endpoint, "team/app"), to)).rejects.toMatchObject({
      reason: "digest_mismatch",
    });
    await expectUntagged(to);
  });

  it("without one of its layers: refused, and what was under way has ended", async () => {
    const registry = await liar(index, faults.at(`/blobs/${digestOf(layer)}`, faults.answer(404)));
    const to = placeAt(target.endpoint, "lies/missing");
    const { events, onEvent } = listener();
    await expect(
      copyReference(placeAt(registry.endpoint, "team/app"), to, { onEvent }),
    ).rejects.toMatchObject({
      code: "NOT_FOUND",
      reason: "blob_unknown",
    });
    const told = events.length;
    await expectUntagged(to);
    expect(events.length).toBe(told);
  });
});

describe("indexes inside indexes", () => {
  const wrapped = (inner: TestManifest): TestManifest =>
    rawManifest(
      { schemaVersion: 2, mediaType: ociIndex, manifests: [descriptorOf(inner.raw, inner.mediaType)] },
      ociIndex,
      [],
      [inner],
    );

  it("of more manifests than anybody means are refused before anything is copied", async () => {
    const entry = { mediaType: ociManifest, size: 2 };
    const manifests = Array.from({ length: 1999 }, (_, number) => ({
      ...entry,
      digest: digestOf(Buffer.from(String(number))),
    }));
    const many = rawManifest({ schemaVersion: 2, mediaType: ociIndex, manifests }, ociIndex);
    const few = wrapped(testIndex({ text: "few" }));
    const root = rawManifest(
      {
        schemaVersion: 2,
        mediaType: ociIndex,
        manifests: [many, few].map(({ raw, mediaType }) => descriptorOf(raw, mediaType)),
      },
      ociIndex,
      [],
      [many, few],
    );
    const registry = await liar(root);
    const to = placeAt(target.endpoint, "nested/many");
    await expect(copyReference(placeAt(registry.endpoint, "team/app"), to)).rejects.toMatchObject({
      code: "REGISTRY_REJECTED",
      reason: "too_large",
    });
    await expectUntagged(to);
  });

  it("of more blobs than anybody means are refused, nothing tagged", async () => {
    const lenient = await startDockerRegistry({ foreignLayers: true });
    onTestFinished(() => lenient.stop());
    // Layers that are left elsewhere cost no request.
    const layers = (from: number, count: number) =>
      Array.from({ length: count }, (_, at) => ({
        mediaType: "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip",
        digest: digestOf(Buffer.from(`layer ${from + at}`)),
        size: 9,
        urls: [`${source.endpoint}/elsewhere`],
      }));
    const base = testIndex({ text: "of foreign layers" }).children[0];
    if (!base) throw new Error("an index has children");
    const body = JSON.parse(Buffer.from(base.raw).toString());
    const image = (from: number, count: number) =>
      rawManifest({ ...body, layers: layers(from, count) }, base.mediaType, base.blobs);
    const all = (last: number) => {
      // The config, shared by all of them, is one blob more.
      const images = Array.from({ length: 20 }, (_, at) => image(at * 1000, at < 19 ? 1000 : last));
      const manifests = images.map(({ raw, mediaType }) => descriptorOf(raw, mediaType));
      return rawManifest({ schemaVersion: 2, mediaType: ociIndex, manifests }, ociIndex, [], images);
    };
    const [enough, many] = [all(999), all(1000)];
    const to = placeAt(lenient.endpoint, "blobs/many");
    const copyOf = async (index: TestManifest) =>
      copyReference(placeAt((await liar(index)).endpoint, "team/app"), to);
    await expect(copyOf(many)).rejects.toMatchObject({ code: "REGISTRY_REJECTED", reason: "too_large" });
    await expectUntagged(to);
    expect(await copyOf(enough)).toMatchObject({ digest: enough.digest, blobs: { foreign: 19_999 } });
  });

  it("are copied four deep", async () => {
    const nested = wrapped(wrapped(wrapped(testIndex({ text: "nested" }))));
    const registry = await liar(nested);
    const to = placeAt(target.endpoint, "nested");
    expect((await copyReference(placeAt(registry.endpoint, "team/app"), to)).digest).toBe(nested.digest);
    expect((await to.client.getManifest(to.repository, tag)).digest).toBe(nested.digest);
  });

  it("are refused deeper", async () => {
    const nested = wrapped(wrapped(wrapped(wrapped(testIndex({ text: "nested deeper" })))));
    const registry = await liar(nested);
    const to = placeAt(target.endpoint, "nested/deeper");
    await expect(copyReference(placeAt(registry.endpoint, "team/app"), to)).rejects.toMatchObject({
      code: "REGISTRY_REJECTED",
      reason: "too_large",
    });
    await expectUntagged(to);
  });
});

describe("cancelled", () => {
  it("in the middle of a layer: nothing is tagged, the upload is taken back, and the next copy goes on", async () => {
    const image = layeredImage(mebibyte, large);
    await source.push("cancelled", tag, image);
    const front = await startRegistryFront(target.endpoint);
    onTestFinished(front.stop);
    const [from, to] = [placeAt(source.endpoint, "cancelled"), placeAt(front.endpoint, "cancelled")];
    const controller = new AbortController();
    const { events, onEvent } = listener(onceOnlyTheLargeLayerIsLeft(() => controller.abort()));
    const { signal } = controller;
    await expect(copyReference(from, to, { signal, onEvent })).rejects.toMatchObject({ code: "CANCELLED" });
    expect(Math.max(...events.map(({ sent }) => sent))).toBeLessThan(large);
    expect(
      front.requests.filter((line) => line.startsWith("DELETE /v2/cancelled/blobs/uploads/")),
    ).toHaveLength(1);
    await expectUntagged(to);
    const { digest, bytes, blobs } = await copyReference(from, to);
    expect([digest, bytes]).toEqual([image.digest, large]);
    expect(blobs).toMatchObject({ copied: 1, present: 2 });
  });

  it("before it began: nothing is asked", async () => {
    const registry = await liar(testIndex());
    const signal = AbortSignal.abort();
    const to = placeAt(target.endpoint, "never");
    await expect(copyReference(placeAt(registry.endpoint, "team/app"), to, { signal })).rejects.toMatchObject(
      {
        code: "CANCELLED",
      },
    );
    expect(registry.seen).toEqual([]);
  });

  it("when all is there but the tag: it is as if nothing had been", async () => {
    const image = layeredImage(mebibyte);
    await source.push("late", tag, image);
    const to = placeAt(target.endpoint, "late");
    const controller = new AbortController();
    const { onEvent } = listener(({ state, size }) => {
      if (state === "copied" && size === mebibyte) controller.abort();
    });
    const { signal } = controller;
    await expect(
      copyReference(placeAt(source.endpoint, "late"), to, { signal, onEvent }),
    ).rejects.toMatchObject({ code: "CANCELLED" });
    await expectUntagged(to);
  });
});

it("cancelled when the tag is on its way: it is told what became of it", async () => {
  const image = layeredImage(mebibyte);
  await source.push("too-late", tag, image);
  const front = await startRegistryFront(target.endpoint);
  onTestFinished(front.stop);
  const controller = new AbortController();
  front.intercept((method, path) => {
    if (method === "PUT" && path.endsWith(`/manifests/${tag}`)) controller.abort();
    return undefined;
  });
  const to = placeAt(front.endpoint, "too-late");
  const { signal } = controller;
  const { digest } = await copyReference(placeAt(source.endpoint, "too-late"), to, { signal });
  expect(signal.aborted).toBe(true);
  expect((await to.client.headManifest(to.repository, tag)).digest).toBe(digest);
});

describe("a connection lost in the middle of a large layer", () => {
  const image = layeredImage(large, mebibyte);

  it("to the source: the download is resumed within the same upload", async () => {
    await source.push("lost/source", tag, image);
    const line = await cutterBefore(source.endpoint);
    line.cut("down", large / 2);
    const from = placeAt(line.endpoint, "lost/source");
    const copied = await copyReference(from, placeAt(target.endpoint, "lost/source"));
    expect([copied.digest, line.cuts]).toEqual([image.digest, 1]);
    expect(await pulledBySkopeo(target.endpoint, "lost/source")).toBe(image.digest);
  });

  it("to the target: the upload goes on or begins anew", async () => {
    await source.push("lost/target", tag, image);
    const line = await cutterBefore(target.endpoint);
    line.cut("up", large / 2);
    const to = placeAt(line.endpoint, "lost/target");
    const copied = await copyReference(placeAt(source.endpoint, "lost/target"), to);
    expect([copied.digest, line.cuts]).toEqual([image.digest, 1]);
    expect(await pulledBySkopeo(target.endpoint, "lost/target")).toBe(image.digest);
  });

  it("for good: it fails, tags nothing, and the next copy sends what is missing only", async () => {
    await source.push("lost/registry", tag, image);
    const [from, to] = [placeAt(source.endpoint, "lost/registry"), placeAt(target.endpoint, "lost/registry")];
    let killed: Promise<void> | undefined;
    const { onEvent } = listener(
      onceOnlyTheLargeLayerIsLeft(() => {
        killed ??= source.kill();
      }),
    );
    await expect(copyReference(from, to, { onEvent })).rejects.toMatchObject({
      code: "REGISTRY_UNREACHABLE",
    });
    await killed;
    await expectUntagged(to);
    await source.restart();
    const again = await copyReference(from, to);
    expect(again).toMatchObject({ digest: image.digest, bytes: large, blobs: { copied: 1, present: 2 } });
  });
});
