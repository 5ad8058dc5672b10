import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRegistryClient } from "./client.ts";
import { parseImageConfig } from "./config.ts";
import { mergeHistory } from "./history.ts";
import { parseDigest, parseRepositoryName, parseTag } from "./reference.ts";
import { type DockerRegistry, startDockerRegistry } from "./testing/docker-registry.ts";
import { testHelmChart, testImage, testIndex } from "./testing/images.ts";
import { impatient, testTarget } from "./testing/target.ts";
import type { RegistryClient } from "./types.ts";

const user = { name: "anna", password: "s3cret:ü" };
const app = parseRepositoryName("team/app");

async function collect<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const page of pages) all.push(page);
  return all;
}

describe.each([
  { mode: "open", options: {} },
  { mode: "htpasswd", options: { user } },
])("a real registry, $mode", ({ mode, options }) => {
  let registry: DockerRegistry;
  let client: RegistryClient;
  const image = testImage();
  const index = testIndex({ attested: true });
  const chart = testHelmChart();

  beforeAll(async () => {
    registry = await startDockerRegistry(options);
    await registry.push(app, "1.0", image);
    await registry.push(app, "multi", index);
    await registry.push("charts/demo", "0.1.0", chart);
    const credential =
      mode === "open"
        ? ({ kind: "anonymous" } as const)
        : ({ kind: "basic", username: user.name, secret: user.password } as const);
    client = createRegistryClient(testTarget(registry.endpoint, { credential }), impatient);
  });
  afterAll(() => registry?.stop());

  it("pings and says how it signed in", async () => {
    expect(await client.ping()).toEqual({ auth: mode === "open" ? "anonymous" : "basic" });
  });

  it("lists repositories and tags", async () => {
    expect(await collect(client.listRepositories())).toEqual([
      { names: ["charts/demo", "team/app"], truncated: false },
    ]);
    const tags = (await collect(client.listTags(app))).flatMap((page) => page.tags);
    expect(tags.toSorted()).toEqual(["1.0", "multi"]);
  });

  it("heads and gets a Docker image with its config and history", async () => {
    const head = await client.headManifest(app, parseTag("1.0"));
    expect(head).toEqual({ mediaType: image.mediaType, digest: image.digest, size: image.raw.byteLength });
    const manifest = await client.getManifest(app, parseTag("1.0"));
    expect(Buffer.from(manifest.raw)).toEqual(image.raw);
    if (manifest.parsed.kind !== "image") throw new Error("an image was pushed");
    const config = parseImageConfig(await client.getBlobBytes(app, manifest.parsed.config));
    expect(config).toMatchObject({
      platform: { os: "linux", architecture: "amd64" },
      exposedPorts: ["80/tcp"],
      volumes: [],
    });
    const steps = mergeHistory(config.history, manifest.parsed.layers);
    expect(steps.map(({ instruction, text, layer }) => [instruction, text, layer?.digest])).toEqual([
      ["ADD", "file:abc in /", manifest.parsed.layers[0]?.digest],
      ["CMD", '["/bin/hello"]', undefined],
    ]);
  });

  it("gets an OCI index, its attestation told apart", async () => {
    const { digest, parsed } = await client.getManifest(app, index.digest);
    expect(digest).toBe(index.digest);
    if (parsed.kind !== "index") throw new Error("an index was pushed");
    expect(parsed.manifests.map(({ role, platform }) => `${role} ${platform?.architecture}`)).toEqual([
      "platform amd64",
      "platform arm64",
      "attestation unknown",
    ]);
    expect(parsed.manifests[2]?.refersTo).toBe(parsed.manifests[0]?.digest);
  });

  it("shows a Helm chart as an artifact", async () => {
    const { parsed } = await client.getManifest(parseRepositoryName("charts/demo"), parseTag("0.1.0"));
    expect(parsed).toMatchObject({
      kind: "artifact",
      artifactType: "application/vnd.cncf.helm.config.v1+json",
    });
  });

  it("names what is not there", async () => {
    const unknown = parseDigest(`sha256:${"0".repeat(64)}`);
    await expect(client.headManifest(app, parseTag("nope"))).rejects.toMatchObject({
      code: "NOT_FOUND",
      reason: "manifest_unknown",
    });
    await expect(client.getManifest(app, unknown)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(collect(client.listTags(parseRepositoryName("no/such")))).rejects.toMatchObject({
      code: "NOT_FOUND",
      reason: "name_unknown",
    });
  });

  it("says which credential is wrong or missing", async () => {
    if (mode === "open") return;
    const anonymous = createRegistryClient(testTarget(registry.endpoint), impatient);
    await expect(anonymous.ping()).rejects.toMatchObject({ reason: "credentials_missing", status: 401 });
    const credential = { kind: "basic", username: user.name, secret: "wrong" } as const;
    const wrong = createRegistryClient(testTarget(registry.endpoint, { credential }), impatient);
    await expect(wrong.ping()).rejects.toMatchObject({ reason: "credentials_refused", status: 401 });
  });
});
