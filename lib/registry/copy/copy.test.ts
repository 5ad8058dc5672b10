import { expect, it, onTestFinished } from "vitest";
import { digestOf } from "../digest.ts";
import {
  clientAt,
  layeredImage,
  listener,
  mebibyte,
  placeAt,
  pulledBySkopeo,
  tag,
  twoRegistries,
} from "../testing/copy-fixture.ts";
import { startDockerRegistry } from "../testing/docker-registry.ts";
import { bytesOf, rawManifest, testHelmChart, testImage, testIndex } from "../testing/images.ts";
import { type RegistryFront, startRegistryFront } from "../testing/registry-front.ts";
import type { ParsedManifest, Platform } from "../types.ts";
import { copyReference } from "./copy.ts";

const [source, target] = await twoRegistries();
const amd64: Platform = { os: "linux", architecture: "amd64" };
const arm64: Platform = { os: "linux", architecture: "arm64" };

async function front(endpoint: string): Promise<RegistryFront> {
  const started = await startRegistryFront(endpoint);
  onTestFinished(started.stop);
  return started;
}

const writes = ({ requests }: RegistryFront): string[] =>
  requests.filter((line) => !/^(GET|HEAD) /.test(line));
const childrenOf = (parsed: ParsedManifest) => (parsed.kind === "index" ? parsed.manifests : []);

it.each([
  ["an OCI image", testImage({ oci: true, text: "copied" })],
  ["a Docker schema 2 image", testImage({ text: "copied" })],
  ["an index with attestations", testIndex({ attested: true, text: "copied" })],
  ["a Docker manifest list", testIndex({ oci: false, text: "copied list" })],
  ["a Helm chart", testHelmChart()],
])("%s arrives byte for byte", async (name, manifest) => {
  const repository = `whole/${name.toLowerCase().replaceAll(" ", "-")}`;
  await source.push(repository, tag, manifest);
  const { events, onEvent } = listener();
  const copied = await copyReference(
    placeAt(source.endpoint, repository),
    placeAt(target.endpoint, `copied/${repository}`),
    { onEvent },
  );
  expect(copied.digest).toBe(manifest.digest);
  expect(await pulledBySkopeo(target.endpoint, `copied/${repository}`)).toBe(manifest.digest);
  const blobs = [manifest, ...manifest.children].flatMap((one) => one.blobs);
  expect(copied.blobs).toEqual({ copied: blobs.length, mounted: 0, present: 0, foreign: 0 });
  expect(copied.bytes).toBe(blobs.reduce((sum, blob) => sum + blob.byteLength, 0));
  for (const blob of blobs) {
    const states = events.filter(({ digest }) => digest === digestOf(blob)).map(({ state }) => state);
    expect(states).toEqual(["found", "copying", "copied"]);
  }
  expect(events.at(-1)).toMatchObject({ what: "manifest", digest: manifest.digest, state: "copied" });
});

it("takes the chosen platforms and what speaks of them", async () => {
  const index = testIndex({ attested: true, text: "chosen" });
  await source.push("chosen", tag, index);
  const from = placeAt(source.endpoint, "chosen");
  const { parsed } = await from.client.getManifest(from.repository, tag);
  const [first, second, attestation] = childrenOf(parsed);

  const arm = placeAt(target.endpoint, "chosen/arm");
  const onlyArm = await copyReference(from, arm, { platforms: [arm64] });
  const armIndex = await arm.client.getManifest(arm.repository, tag);
  expect(childrenOf(armIndex.parsed)).toEqual([second]);
  expect([onlyArm.digest, onlyArm.blobs.copied]).toEqual([armIndex.digest, 2]);
  expect(await pulledBySkopeo(target.endpoint, "chosen/arm")).toBe(armIndex.digest);

  const amd = placeAt(target.endpoint, "chosen/amd");
  await copyReference(from, amd, { platforms: [amd64] });
  expect(childrenOf((await amd.client.getManifest(amd.repository, tag)).parsed)).toEqual([
    first,
    attestation,
  ]);
  expect((await copyReference(from, amd, { platforms: [amd64] })).blobs).toMatchObject({ copied: 0 });

  const all = await copyReference(from, placeAt(target.endpoint, "chosen/all"), {
    platforms: [arm64, amd64],
  });
  expect(all.digest).toBe(index.digest);
});

it("says which platform there is not, and what it cannot choose from it copies whole", async () => {
  await source.push("platforms", tag, testIndex({ text: "platforms" }));
  const from = placeAt(source.endpoint, "platforms");
  const to = placeAt(target.endpoint, "platforms");
  const old = { ...arm64, variant: "v6" };
  await expect(copyReference(from, to, { platforms: [amd64, old] })).rejects.toMatchObject({
    code: "NOT_FOUND",
    reason: "platform_unknown",
    params: { name: "linux/arm64/v6" },
  });
  await expect(to.client.headManifest(to.repository, tag)).rejects.toMatchObject({ code: "NOT_FOUND" });
  const image = testImage({ text: "of one platform" });
  await source.push("platforms", "single", image);
  const single = { ...from, reference: image.digest };
  expect((await copyReference(single, to, { platforms: [arm64] })).digest).toBe(image.digest);
});

it("transfers nothing the second time", async () => {
  const index = testIndex({ attested: true, text: "twice" });
  await source.push("twice", tag, index);
  const [near, far] = [await front(source.endpoint), await front(target.endpoint)];
  const [from, to] = [placeAt(near.endpoint, "twice"), placeAt(far.endpoint, "twice")];
  await copyReference(from, to);
  near.forget();
  far.forget();
  const again = await copyReference(from, to);
  expect(again).toMatchObject({ digest: index.digest, bytes: 0, blobs: { copied: 0, present: 6 } });
  expect(writes(far)).toEqual([]);
  expect(near.requests).toEqual([`GET /v2/twice/manifests/${tag}`]);
});

it("mounts within one registry", async () => {
  const image = layeredImage(mebibyte, 2 * mebibyte);
  await source.push("near/base", tag, image);
  const registry = await front(source.endpoint);
  const from = placeAt(registry.endpoint, "near/base");
  const copied = await copyReference(from, placeAt(registry.endpoint, "near/copy"));
  expect(copied).toMatchObject({ digest: image.digest, bytes: 0, blobs: { mounted: 3, copied: 0 } });
  expect(registry.requests.filter((line) => line.startsWith("GET ") && line.includes("/blobs/"))).toEqual([]);
  expect(await pulledBySkopeo(source.endpoint, "near/copy")).toBe(image.digest);
  // The same repository: another name for what is there.
  registry.forget();
  await copyReference(from, placeAt(registry.endpoint, "near/base", "latest" as typeof tag));
  expect(writes(registry)).toEqual(["PUT /v2/near/base/manifests/latest"]);
});

it("uploads what the registry does not mount", async () => {
  const image = layeredImage(3 * mebibyte);
  await source.push("refused/base", tag, image);
  const registry = await front(source.endpoint);
  registry.intercept((_method, path) =>
    path.includes("mount=") ? { status: 403, body: '{"errors":[{"code":"DENIED"}]}' } : undefined,
  );
  const to = placeAt(registry.endpoint, "refused/copy");
  const copied = await copyReference(placeAt(registry.endpoint, "refused/base"), to);
  expect(copied).toMatchObject({ digest: image.digest, blobs: { copied: 2, mounted: 0 } });
  expect(await pulledBySkopeo(source.endpoint, "refused/copy")).toBe(image.digest);
});

it("copies a blob once that several images name", async () => {
  const base = layeredImage(mebibyte);
  const body = JSON.parse(Buffer.from(base.raw).toString());
  const images = ["a", "b", "c"].map((name) =>
    rawManifest({ ...body, annotations: { name } }, base.mediaType, base.blobs),
  );
  const entries = images.map(({ raw, mediaType, digest }) => ({ mediaType, digest, size: raw.byteLength }));
  const index = testIndex();
  const all = rawManifest(
    { ...JSON.parse(Buffer.from(index.raw).toString()), manifests: entries },
    index.mediaType,
    [],
    images,
  );
  await source.push("shared", tag, all);
  const copied = await copyReference(placeAt(source.endpoint, "shared"), placeAt(target.endpoint, "shared"));
  expect(copied).toMatchObject({ digest: all.digest, blobs: { copied: 2, present: 0 } });
});

it("leaves foreign layers where they are", async () => {
  const elsewhere = await front(source.endpoint);
  const lenient = await Promise.all([
    startDockerRegistry({ foreignLayers: true }),
    startDockerRegistry({ foreignLayers: true }),
  ]);
  onTestFinished(async () => void (await Promise.all(lenient.map((registry) => registry.stop()))));
  const image = testImage({ text: "for Windows" });
  const body = JSON.parse(Buffer.from(image.raw).toString());
  const foreign = {
    mediaType: "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip",
    digest: digestOf(bytesOf("the base of Windows")),
    size: 19,
    urls: [`${elsewhere.endpoint}/base`],
  };
  const windows = rawManifest({ ...body, layers: [foreign, ...body.layers] }, image.mediaType, image.blobs);
  await lenient[0].push("windows", tag, windows);
  const { onEvent, events } = listener();
  const to = placeAt(lenient[1].endpoint, "windows");
  const copied = await copyReference(placeAt(lenient[0].endpoint, "windows"), to, { onEvent });
  expect(copied).toMatchObject({ digest: windows.digest, blobs: { copied: 2, foreign: 1 } });
  expect(events.filter(({ state }) => state === "foreign")).toMatchObject([{ digest: foreign.digest }]);
  expect(elsewhere.requests).toEqual([]);
  expect((await to.client.headManifest(to.repository, tag)).digest).toBe(windows.digest);
});

it("reads children at the target where it has them already", async () => {
  const index = testIndex({ text: "spared" });
  await source.push("spared", tag, index);
  await target.push("spared", "older", index);
  const near = await front(source.endpoint);
  await copyReference(placeAt(near.endpoint, "spared"), placeAt(target.endpoint, "spared"));
  expect(near.requests).toEqual([`GET /v2/spared/manifests/${tag}`]);
  expect(
    (await clientAt(target.endpoint).headManifest(placeAt(target.endpoint, "spared").repository, tag)).digest,
  ).toBe(index.digest);
});
