import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { upsertRepositories } from "#lib/catalog/index.ts";
import { bulk } from "#lib/db/index.ts";
import { openTestDatabase } from "#lib/db/testing.ts";
import { executeRead } from "#lib/operations/index.ts";
import { createRegistryClient, parseRepositoryName } from "#lib/registry/index.ts";
import { type DockerRegistry, startDockerRegistry } from "#lib/registry/testing/docker-registry.ts";
import { listedReferrer, rawManifest, testImage, testReferrer } from "#lib/registry/testing/images.ts";
import { startRegistryFront } from "#lib/registry/testing/registry-front.ts";
import { openTarget } from "../registries/index.ts";
import { syncRepository } from "../repositories/index.ts";
import { actorOf, storedRegistry } from "../repositories/testing.ts";
import { getManifest, getRaw } from "../tags/index.ts";
import { listReferrers } from "./index.ts";

let database: Awaited<ReturnType<typeof openTestDatabase>>;
let registry: DockerRegistry;
let registryId = "";
const viewer = actorOf("viewer");
const image = testImage({ text: "signed" });
const sbom = testReferrer(image);
const signature = testImage({ text: "signature" });
const cosignTag = `${image.digest.replace(":", "-")}.sig`;

beforeAll(async () => {
  [database, registry] = await Promise.all([openTestDatabase(), startDockerRegistry()]);
  registryId = await storedRegistry(registry.endpoint);
  await registry.push("signed", "1.0", image);
  await registry.push("signed", cosignTag, signature);
  await registry.push("signed", "parts", sbom);
  // The registry keeps no list of its own: the client leaves one under the fallback tag.
  const client = createRegistryClient(await openTarget(registryId));
  await client.putManifest(parseRepositoryName("signed"), sbom.digest, sbom);
  await registry.push("plain", "1.0", testImage({ text: "plain" }));
  await upsertRepositories(bulk, registryId, ["signed", "plain"]);
  await syncRepository(registryId, "signed");
  await syncRepository(registryId, "plain");
});
afterAll(() => Promise.all([registry.stop(), database.close()]));

const read = (repository: string, digest: string, from = registryId) =>
  executeRead(listReferrers, viewer, async () => ({ registryId: from, repository, digest }));

describe("what refers to a manifest", () => {
  it("is told with how it was found, and has a page and its bytes", async () => {
    const result = await read("signed", image.digest);
    if (!result.ok) throw new Error(JSON.stringify(result.error));
    expect(result.data).toEqual({
      truncated: false,
      referrers: [
        expect.objectContaining({
          digest: sbom.digest,
          artifactType: "application/spdx+json",
          foundBy: "fallback_tag",
          tag: null,
          held: true,
        }),
        expect.objectContaining({
          digest: signature.digest,
          artifactType: "application/vnd.dev.cosign.artifact.sig.v1+json",
          foundBy: "cosign_tag",
          tag: cosignTag,
          held: true,
        }),
      ],
    });
    const blobs = sbom.blobs.reduce((sum, { byteLength }) => sum + byteLength, 0);
    expect(result.data.referrers[0]?.bytes).toBe(blobs);
    const input = { registryId, repository: "signed", digest: sbom.digest };
    expect(await executeRead(getManifest, viewer, async () => input)).toMatchObject({
      ok: true,
      data: { manifest: { subject: image.digest } },
    });
    expect(await executeRead(getRaw, viewer, async () => input)).toMatchObject({
      ok: true,
      data: { digest: sbom.digest },
    });
  });

  it("is nothing for most, and not there for what the repository does not hold", async () => {
    expect(await read("plain", testImage({ text: "plain" }).digest)).toEqual({
      ok: true,
      data: { referrers: [], truncated: false },
    });
    expect(await read("plain", image.digest)).toEqual({ ok: false, error: { code: "NOT_FOUND" } });
    expect(await read("plain", "not a digest")).toEqual({ ok: false, error: { code: "NOT_FOUND" } });
  });

  it("is cut off after a hundred, and listed where its manifest is not to be had", async () => {
    const front = await startRegistryFront(registry.endpoint);
    const many = await storedRegistry(front.endpoint);
    await upsertRepositories(bulk, many, ["signed"]);
    await syncRepository(many, "signed");
    const manifests = Array.from({ length: 150 }, (_, at) =>
      listedReferrer(rawManifest({ at }, sbom.mediaType)),
    );
    const body = JSON.stringify({
      schemaVersion: 2,
      mediaType: "application/vnd.oci.image.index.v1+json",
      manifests,
    });
    front.intercept((_method, path) =>
      path.includes("/referrers/")
        ? { status: 200, type: "application/vnd.oci.image.index.v1+json", body }
        : undefined,
    );
    const result = await read("signed", image.digest, many);
    if (!result.ok) throw new Error(JSON.stringify(result.error));
    expect(result.data.truncated).toBe(true);
    expect(result.data.referrers).toHaveLength(100);
    expect(result.data.referrers[0]).toMatchObject({ foundBy: "api", held: false });
    await front.stop();
  });

  it("leaves the index when the registry does not list it any more, unless a tag leads there", async () => {
    const front = await startRegistryFront(registry.endpoint);
    onTestFinished(front.stop);
    const from = await storedRegistry(front.endpoint);
    const attested = testReferrer(image, { text: "unlisted" });
    await registry.push("signed", attested.digest, attested);
    await upsertRepositories(bulk, from, ["signed"]);
    await syncRepository(from, "signed");
    const type = "application/vnd.oci.image.index.v1+json";
    const keepList = (manifests: readonly object[]) => {
      const body = JSON.stringify({ schemaVersion: 2, mediaType: type, manifests });
      front.intercept((_method, path) =>
        path.includes("/referrers/") ? { status: 200, type, body } : undefined,
      );
    };
    const held = async (digest: string) => {
      const input = { registryId: from, repository: "signed", digest };
      return (await executeRead(getManifest, viewer, async () => input)).ok;
    };
    keepList([listedReferrer(attested)]);
    await read("signed", image.digest, from);
    expect(await held(attested.digest)).toBe(true);
    keepList([]);
    await read("signed", image.digest, from);
    expect([await held(attested.digest), await held(sbom.digest)]).toEqual([false, true]);
  });
});
