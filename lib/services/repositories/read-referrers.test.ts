import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { listAttachments, upsertRepositories } from "#lib/catalog/index.ts";
import { bulk, db } from "#lib/db/index.ts";
import { openTestDatabase } from "#lib/db/testing.ts";
import { createRegistryClient, parseRepositoryName } from "#lib/registry/index.ts";
import { type DockerRegistry, startDockerRegistry } from "#lib/registry/testing/docker-registry.ts";
import { listedReferrer, type TestManifest, testImage, testReferrer } from "#lib/registry/testing/images.ts";
import {
  type FrontAnswer,
  type RegistryFront,
  startRegistryFront,
} from "#lib/registry/testing/registry-front.ts";
import { openTarget } from "../registries/index.ts";
import { indexManifests } from "./index-manifests.ts";
import { reachRepository } from "./reach.ts";
import { syncRepository } from "./sync-repository.ts";
import { storedRegistry } from "./testing.ts";

const ociIndex = "application/vnd.oci.image.index.v1+json";
const signatureType = "application/vnd.dev.cosign.artifact.sig.v1+json";

let database: Awaited<ReturnType<typeof openTestDatabase>>;
let registry: DockerRegistry;
let front: RegistryFront;
beforeAll(async () => {
  [database, registry] = await Promise.all([
    openTestDatabase(),
    startDockerRegistry({ deleteEnabled: true }),
  ]);
  front = await startRegistryFront(registry.endpoint);
});
afterEach(() => {
  front.intercept(undefined);
  front.forget();
});
afterAll(async () => {
  await front.stop();
  await Promise.all([registry.stop(), database.close()]);
});

const asked = () => front.requests.filter((request) => request.includes("/referrers/"));

/** A repository with one image under two tags and one without anything attached, in the index. */
async function published(name: string) {
  const image = testImage({ text: name });
  for (const tag of ["1.0", "latest"]) await registry.push(name, tag, image);
  await registry.push(name, "0.9", testImage({ text: `${name} unsigned` }));
  const registryId = await storedRegistry(front.endpoint);
  await upsertRepositories(bulk, registryId, [name]);
  const { id } = await reachRepository(registryId, name);
  const client = createRegistryClient(await openTarget(registryId));
  const recheck = async () => {
    front.forget();
    await syncRepository(registryId, name);
    return (await listAttachments(bulk, id, [image.digest])).get(image.digest) ?? [];
  };
  return { id, image, name: parseRepositoryName(name), client, recheck };
}

/** As if the registry had last been asked so many hours ago. */
const age = (repositoryId: bigint, hours: number) =>
  db()
    .$executeRaw`UPDATE "RepositoryManifest" SET "referrersCheckedAt" = now() - make_interval(hours => ${hours}::int) WHERE "repositoryId" = ${repositoryId}`;

describe("what is attached by tags of its own", () => {
  it("goes with cosign's tag", async () => {
    const { image, name, client, recheck } = await published("cosigned");
    const signature = testImage({ text: "signature of cosigned" });
    await registry.push(name, `${image.digest.replace(":", "-")}.sig`, signature);
    expect(await recheck()).toEqual([signatureType]);
    await client.deleteManifest(name, signature.digest);
    expect(await recheck()).toEqual([]);
  });

  it("goes with its entry under the fallback tag; a registry known to keep no lists is not asked for one", async () => {
    const { image, name, client, recheck } = await published("listed");
    const sbom = testReferrer(image);
    const signature = testReferrer(image, { artifactType: signatureType, text: "signature" });
    for (const one of [sbom, signature]) {
      await registry.push(name, one.digest, one);
      await client.putManifest(name, one.digest, one);
    }
    expect(await recheck()).toEqual(["application/spdx+json", signatureType]);
    expect(asked()).toEqual([]);

    const fallback = image.digest.replace(":", "-");
    const list = (manifests: readonly object[]) => {
      const body = JSON.stringify({ schemaVersion: 2, mediaType: ociIndex, manifests });
      return fetch(`${registry.endpoint}/v2/${name}/manifests/${fallback}`, {
        method: "PUT",
        headers: { "content-type": ociIndex },
        body,
      });
    };
    await list([listedReferrer(sbom)]);
    expect(await recheck()).toEqual(["application/spdx+json"]);
    await list([]);
    expect(await recheck()).toEqual([]);
    expect(await recheck()).toEqual([]);
    expect(asked()).toEqual([]);
  });
});

describe("what only the registry's own list leads to", () => {
  /** This registry keeps lists: of `listed`, about whatever is asked. */
  function keepLists(listed: readonly TestManifest[], answer?: FrontAnswer): void {
    const manifests = listed.map((manifest) => listedReferrer(manifest, signatureType));
    const body = JSON.stringify({ schemaVersion: 2, mediaType: ociIndex, manifests });
    front.intercept((_method, path) =>
      path.includes("/referrers/") ? (answer ?? { status: 200, type: ociIndex, body }) : undefined,
    );
  }

  async function signed(name: string) {
    const place = await published(name);
    const signature = testReferrer(place.image, { artifactType: signatureType, text: name });
    await registry.push(name, signature.digest, signature);
    keepLists([signature]);
    await place.recheck();
    const { id: repositoryId, client } = place;
    const signal = AbortSignal.timeout(10_000);
    await indexManifests({ client, repositoryId, name: place.name, signal }, [signature.digest]);
    return { ...place, signature };
  }

  it("stays while it is listed, and goes when it is not: the signed image alone is asked about, not at every re-check", async () => {
    const { id, image, recheck, signature } = await signed("team/listed");
    expect(await recheck()).toEqual([signatureType]);
    expect(asked()).toEqual([`GET /v2/team/listed/referrers/${image.digest}`]);

    keepLists([]);
    expect(await recheck()).toEqual([signatureType]);
    expect(asked()).toEqual([]);
    await age(id, 2);
    expect(await recheck()).toEqual([]);
    expect(asked()).toHaveLength(1);

    await age(id, 2);
    expect(await recheck()).toEqual([]);
    expect(asked()).toEqual([]);
    const manifest = { repositoryId_digest: { repositoryId: id, digest: signature.digest } };
    expect(await db().repositoryManifest.findUnique({ where: manifest })).toBeNull();
  });

  it("stays where the list cannot be read, or was cut off, or a tag leads there after all", async () => {
    const { id, image, name, recheck, signature } = await signed("team/unread");
    keepLists([], { status: 422, body: "{}" });
    expect(await recheck()).toEqual([signatureType]);
    expect(asked()).toHaveLength(1);
    expect(await recheck()).toEqual([signatureType]);
    expect(asked()).toEqual([]);

    const others = Array.from({ length: 100 }, () => testReferrer(image, { text: "another" }));
    keepLists(others);
    await age(id, 2);
    expect(await recheck()).toContain(signatureType);

    keepLists([]);
    await registry.push(name, "signature", signature);
    await age(id, 2);
    expect(await recheck()).toContain(signatureType);
  });
});
